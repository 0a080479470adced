import { Limits } from './limits.ts';
import { type Seated, Seats } from './seats.ts';
import type { WaitOptions } from './wait-options.ts';

/** One who waits: a promise that whoever took it out of the line resolves or rejects. */
export class Waiter<T, D = undefined> implements Seated {
  seat = 0;
  readonly data: D;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
  /** What may end its wait early, where something may. */
  limits: Limits<T, D> | undefined = undefined;

  constructor(data: D, resolve: (value: T) => void, reject: (reason: unknown) => void) {
    this.data = data;
    this.resolve = resolve;
    this.reject = reject;
  }
}

/**
 * The one fair line: whoever stands in it is pending, and whoever leaves it (served, timed out or aborted) has neither timer nor listener any more.
 */
export class Waiters<T, D = undefined> {
  readonly #line: Seats<Waiter<T, D>> = new Seats();

  get size(): number {
    return this.#line.size;
  }

  get first(): Waiter<T, D> | undefined {
    return this.#line.first;
  }

  /**
   * Joins the line, last. The options are checked, the signal has not aborted; a timeout of 0 is the caller's business.
   *
   * @param onTimeout - makes the error that the wait rejects with when its timeout passes
   */
  wait(options: WaitOptions, onTimeout: () => unknown, data: D): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const waiter = new Waiter<T, D>(data, resolve, reject);
      if (options.timeout !== undefined || options.signal !== undefined) {
        waiter.limits = new Limits(this, waiter, options, onTimeout);
      }
      this.#line.add(waiter);
    });
  }

  /** Takes the first out of the line, to be resolved or rejected by the caller. */
  shift(): Waiter<T, D> | undefined {
    const waiter = this.#line.first;
    if (waiter !== undefined) {
      this.remove(waiter);
    }
    return waiter;
  }

  /** Takes `waiter` out of the line, wherever it stands, to be resolved or rejected by the caller; `false` if it is not in it. */
  remove(waiter: Waiter<T, D>): boolean {
    if (!this.#line.remove(waiter)) {
      return false;
    }
    waiter.limits?.lift();
    return true;
  }
}
