import { Line, type WaitOptions, Waiters } from '@heddle/queue/waiting';
import type { Watcher } from './watcher.ts';

/** What was asked of a future. */
export type Asked = 'result' | 'exception';

/** The resolving functions of a promise that is to have the future's outcome. */
export interface Adopter {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Everybody who is to hear of one future: those who were promised its outcome, and then the watchers, whose line this is. */
export class Listeners<T> extends Line<Watcher> {
  /** Whether somebody looks at the outcome: a failure is then not reported. */
  isSeen = false;
  #promise: Promise<T> | undefined = undefined;
  /** The promises that wait for good: mostly there is one. */
  #adopter: Adopter | undefined = undefined;
  #moreAdopters: Adopter[] | undefined = undefined;
  #waiters: Waiters<unknown, Asked> | undefined = undefined;

  /** For `result()`: made once somebody asks, the same for all who do. */
  get promise(): Promise<T> {
    this.#promise ??= new Promise<T>((resolve, reject) => {
      this.adopt({ resolve: resolve as Adopter['resolve'], reject });
    });
    return this.#promise;
  }

  /** A promise waits for the outcome, and nothing else ends that. */
  adopt(adopter: Adopter): void {
    if (this.#adopter === undefined) {
      this.#adopter = adopter;
    } else {
      (this.#moreAdopters ??= []).push(adopter);
    }
  }

  /** A wait that may end before the future is done. */
  wait(asked: Asked, options: WaitOptions, onTimeout: () => unknown): Promise<unknown> {
    this.#waiters ??= new Waiters();
    return this.#waiters.wait(options, onTimeout, asked);
  }

  /** Whether anybody was promised the outcome. */
  get hasPromised(): boolean {
    return this.#adopter !== undefined || this.#waiters !== undefined;
  }

  /** Has all answered who were promised the outcome: those first who wait for good, each kind in the order in which they came. */
  answer(answer: (asked: Asked, adopter: Adopter) => void): void {
    if (this.#adopter !== undefined) {
      answer('result', this.#adopter);
    }
    for (const adopter of this.#moreAdopters ?? []) {
      answer('result', adopter);
    }
    for (let waiter = this.#waiters?.shift(); waiter !== undefined; waiter = this.#waiters?.shift()) {
      answer(waiter.data, waiter);
    }
  }
}
