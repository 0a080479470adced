import { Abortable, joinSignal, leaveSignal } from './abort.ts';
import { expireAfter } from './timer.ts';
import type { Expiring, Timer } from './timer-line.ts';
import type { WaitOptions } from './wait-options.ts';
import type { Waiter, Waiters } from './waiters.ts';

/** What ends a wait early: its timeout, its signal, or both; whoever's wait has ended lifts them. */
export class Limits<T, D> extends Abortable implements Expiring {
  readonly #waiters: Waiters<T, D>;
  readonly #waiter: Waiter<T, D>;
  readonly #signal: AbortSignal | undefined;
  readonly #onTimeout: () => unknown;
  readonly #timer: Timer | undefined;

  constructor(
    waiters: Waiters<T, D>,
    waiter: Waiter<T, D>,
    { timeout, signal }: WaitOptions,
    onTimeout: () => unknown,
  ) {
    super();
    this.#waiters = waiters;
    this.#waiter = waiter;
    this.#signal = signal;
    this.#onTimeout = onTimeout;
    if (signal !== undefined) {
      joinSignal(signal, this);
    }
    this.#timer = timeout === undefined ? undefined : expireAfter(timeout, this);
  }

  lift(): void {
    this.#timer?.stop();
    leaveSignal(this);
  }

  expire(): void {
    this.#waiters.remove(this.#waiter);
    this.#waiter.reject(this.#onTimeout());
  }

  override abort(): void {
    this.#waiters.remove(this.#waiter);
    this.#waiter.reject(this.#signal!.reason);
  }
}
