import { mayBlock } from './blocking.ts';
import { naps } from './probe.ts';

/** In a lock's word beside its owner: somebody sleeps on it. */
const awaited = 1 << 30;

/** How often a lock is looked at before its thread sleeps: its holders copy a record, and are gone in microseconds. */
const spins = 200;

/**
 * Takes the lock at `at` for `owner`, sleeping while another has it.
 *
 * The word is 0 while the lock is free, else its owner, with `awaited` beside it from when somebody sleeps until it is freed.
 * Whoever slept takes it with `awaited`, since others may sleep still; freeing it wakes one of them.
 *
 * @param patience - milliseconds after which it gives up
 * @param rescue - is told the owner now and then, and frees the lock if that one has died
 * @returns whether it has the lock
 */
export function lock(
  words: Int32Array,
  at: number,
  owner: number,
  patience: number,
  rescue: (owner: number) => void,
): boolean {
  return Atomics.compareExchange(words, at, 0, owner) === 0 || lockSlowly(words, at, owner, patience, rescue);
}

function lockSlowly(
  words: Int32Array,
  at: number,
  owner: number,
  patience: number,
  rescue: (owner: number) => void,
): boolean {
  for (let spin = 0; spin < spins; spin += 1) {
    if (Atomics.load(words, at) === 0 && Atomics.compareExchange(words, at, 0, owner) === 0) {
      return true;
    }
  }
  const deadline = performance.now() + patience;
  for (;;) {
    const seen = Atomics.load(words, at);
    if (seen === 0) {
      if (Atomics.compareExchange(words, at, 0, owner | awaited) === 0) {
        return true;
      }
    } else if ((seen & awaited) === 0) {
      Atomics.compareExchange(words, at, seen, seen | awaited);
    } else if (!mayBlock || Atomics.wait(words, at, seen, Math.min(patience, naps.forLock)) === 'timed-out') {
      rescue(seen & ~awaited);
      // Woken, one never leaves: the lock is free, and nobody else was told.
      if (performance.now() >= deadline) {
        return false;
      }
    }
  }
}

/** Frees the lock at `at`, which the caller holds. */
export function unlock(words: Int32Array, at: number): void {
  if ((Atomics.exchange(words, at, 0) & awaited) !== 0) {
    Atomics.notify(words, at, 1);
  }
}

/** Frees the lock at `at` if `owner`, who has died, holds it, and wakes whoever sleeps on it, for the one whom `owner` might have been woken as. */
export function breakLock(words: Int32Array, at: number, owner: number): void {
  const seen = Atomics.load(words, at);
  if ((seen & ~awaited) === owner) {
    Atomics.compareExchange(words, at, seen, 0);
  }
  Atomics.notify(words, at);
}
