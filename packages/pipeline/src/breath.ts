// Taken at once: fake timers, where they are in use, must not hold a run up.
const { setImmediate } = globalThis;

/** How long a run may keep the event loop to itself, in milliseconds. */
const longest = 10;

/**
 * Lets timers, sockets and signals have their turn.
 *
 * A source and functions that never wait go on in microtasks alone: without this an endless one could not even be aborted by a timer.
 */
export class Breath {
  #last: number = performance.now();

  /** What to wait for before going on; `undefined` while it is too early for that. */
  take(): Promise<void> | undefined {
    if (performance.now() - this.#last < longest) {
      return undefined;
    }
    return new Promise((resolve) => {
      setImmediate(() => {
        this.#last = performance.now();
        resolve();
      });
    });
  }
}
