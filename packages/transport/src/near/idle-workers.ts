/** The longest delay that `setTimeout` can hold; a longer one would fire at once. */
const longestDelay = 2 ** 31 - 1;

/** A worker, as far as its rest goes. */
export interface Resting {
  /** Whether it is ready, and has nothing to do. */
  readonly isIdle: boolean;
  /** When it last ran out of work. */
  idleSince: number;
  /** Ends it in good order. */
  close(): void;
}

/**
 * Ends the workers of one pool that have had nothing to do for `timeout` milliseconds.
 *
 * One timer, and it never holds the program open. It is armed exactly while a worker may be idle: a worker that goes back to work leaves it alone, and
 * as it fires it looks who is idle by then.
 */
export class IdleWorkers {
  readonly #workers: Iterable<Resting>;
  readonly #timeout: number;
  #timer: NodeJS.Timeout | undefined = undefined;

  constructor(workers: Iterable<Resting>, timeout: number) {
    this.#workers = workers;
    this.#timeout = timeout;
  }

  /** `worker` has run out of work. */
  rests(worker: Resting): void {
    if (this.#timeout < Infinity) {
      worker.idleSince = performance.now();
      if (this.#timer === undefined) {
        this.#arm(this.#timeout);
      }
    }
  }

  /** There is no worker left. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(ms: number): void {
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#look();
      },
      Math.min(Math.ceil(ms), longestDelay),
    ).unref();
  }

  #look(): void {
    const now = performance.now();
    let next = Infinity;
    for (const worker of this.#workers) {
      if (worker.isIdle) {
        const left = worker.idleSince + this.#timeout - now;
        if (left > 0) {
          next = Math.min(next, left);
        } else {
          worker.close();
        }
      }
    }
    if (next < Infinity) {
      this.#arm(next);
    }
  }
}
