/** A point at which a thread may die, and leave something half done. */
export type Point =
  | 'put locked'
  | 'put written'
  | 'put placed'
  | 'put committed'
  | 'put unlocked'
  | 'take locked'
  | 'take copied'
  | 'take placed'
  | 'take committed'
  | 'take unlocked'
  | 'call claimed'
  | 'wait announced'
  | 'wait woken';

/** For the tests that kill a thread at each point: they replace `at`. It does nothing else, and no entry exports it. */
export const probe: { at: (point: Point) => void } = { at() {} };

/** How long one who waits sleeps. For the tests that show that nothing depends on it. */
export const naps = {
  /**
   * Milliseconds after which one who waits looks again, though nobody woke it. What needs it: a thread that died with a wake-up in
   * hand, where no other hears of its death.
   */
  longest: 1_000,
  /** Milliseconds until one who did not get a lock tries again. */
  whileBusy: 10,
  /** Milliseconds after which one who sleeps for a lock asks whether its holder has died. */
  forLock: 10,
};
