import { Line, type Waiter, type WaitOptions, Waiters } from '@heddle/queue/waiting';
import { Adopter } from './adopter.ts';
import type { Future } from './future.ts';
import { type End, errorOf } from './outcome.ts';
import { type Hearer, Watcher } from './watcher.ts';

/** What was asked of a future. */
export type Asked = 'result' | 'exception';

/** Everybody who is to hear of one future: those who were promised its outcome, and then the watchers, whose line this is. */
export class Listeners<T> extends Line<Watcher> implements Hearer {
  /** Whether somebody looks at the outcome: a failure is then not reported. */
  isSeen = false;
  #promise: Promise<T> | undefined = undefined;
  /** The promises that wait for good: mostly there is one. */
  #adopter: Adopter | undefined = undefined;
  #moreAdopters: Adopter[] | undefined = undefined;
  #waiters: Waiters<unknown, Asked> | undefined = undefined;

  /** @param lone - who was the only one before */
  constructor(lone?: Hearer) {
    super();
    if (lone instanceof Adopter) {
      this.adopt(lone);
    } else if (lone !== undefined) {
      this.isSeen = lone.isSeen;
      this.add(lone instanceof Watcher ? lone : new Relay(lone));
    }
  }

  /** For `result()` of `future`, whose listeners these are: made once somebody asks, the same for all who do. */
  promiseOf(future: Future<T>): Promise<T> {
    this.#promise ??= new Promise<T>((resolve, reject) => {
      this.adopt(new Adopter(future, resolve as (value: unknown) => void, reject));
    });
    return this.#promise;
  }

  adopt(adopter: Adopter): void {
    this.isSeen = true;
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

  /** Those first who were promised the outcome for good, then those whose wait may end, then the watchers: each kind in the order in which they came. */
  settled(future: Future<T>, end: End<T>): void {
    this.#adopter?.settled(future, end);
    for (const adopter of this.#moreAdopters ?? []) {
      adopter.settled(future, end);
    }
    for (let waiter = this.#waiters?.shift(); waiter !== undefined; waiter = this.#waiters?.shift()) {
      answer(waiter, end);
    }
    for (let watcher = this.shift(); watcher !== undefined; watcher = this.shift()) {
      watcher.settled(future, end);
    }
  }
}

function answer(waiter: Waiter<unknown, Asked>, end: End<unknown>): void {
  if (end.ok === true) {
    waiter.resolve(waiter.data === 'result' ? end.value : undefined);
  } else if (waiter.data === 'exception' && end.ok === false) {
    waiter.resolve(end.error);
  } else {
    waiter.reject(errorOf(end));
  }
}

/** Stands in the line for one who cannot. */
class Relay extends Watcher {
  readonly #hearer: Hearer;

  constructor(hearer: Hearer) {
    super();
    this.#hearer = hearer;
  }

  override settled(future: Future<unknown>, end: End<unknown>): void {
    this.#hearer.settled(future, end);
  }
}
