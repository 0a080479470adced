import { Line, type Waiter, Waiters, type WaitOptions } from '@heddle/queue/waiting';
import type { Watcher } from './watcher.ts';

/** What was asked of a future. */
export type Asked = 'result' | 'exception';

const forGood: WaitOptions = {};

/** Everybody who is to hear of one future, in the order they came: those who were promised its outcome, and the watchers, whose line this is. */
export class Listeners<T> extends Line<Watcher> {
  /** Whether somebody looks at the outcome: a failure is then not reported. */
  isSeen = false;
  #promise: Promise<T> | undefined = undefined;
  // Of that promise, exactly while it stands before all other waiters:
  #resolve: ((value: unknown) => void) | undefined = undefined;
  #reject: ((error: unknown) => void) | undefined = undefined;
  #waiters: Waiters<unknown, Asked> | undefined = undefined;

  /** The promise behind `await`: made once somebody asks, the same for all who do. */
  get promise(): Promise<T> {
    this.#promise ??= (this.#waiters === undefined ? this.#first() : this.wait('result', forGood, never)) as Promise<T>;
    return this.#promise;
  }

  /** A wait that may end before the future is done. */
  wait(asked: Asked, options: WaitOptions, onTimeout: () => unknown): Promise<unknown> {
    this.#waiters ??= new Waiters();
    return this.#waiters.wait(options, onTimeout, asked);
  }

  /** Answers those who were promised the outcome. */
  answer(answer: (asked: Asked, resolve: (value: unknown) => void, reject: (error: unknown) => void) => void): void {
    if (this.#resolve !== undefined && this.#reject !== undefined) {
      answer('result', this.#resolve, this.#reject);
    }
    for (let waiter = this.#shift(); waiter !== undefined; waiter = this.#shift()) {
      answer(waiter.data, waiter.resolve, waiter.reject);
    }
  }

  /** Most futures are waited for once, and for good: that takes no waiting line. */
  #first(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  #shift(): Waiter<unknown, Asked> | undefined {
    return this.#waiters?.shift();
  }
}

function never(): never {
  throw new Error('Expected a wait without a timeout, got one that timed out');
}
