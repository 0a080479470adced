import { Line, type WaitOptions, Waiters } from '@heddle/queue/waiting';
import type { Future } from './future.ts';
import { type End, errorOf } from './outcome.ts';
import { type Hearer, Watcher } from './watcher.ts';

/** What was asked of a future. */
export type Asked = 'result' | 'exception';

/** What a promise is settled by. */
export interface Resolvers {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A promise that is to have the future's outcome, and that nothing else ends: its resolving functions. */
export class Adopter implements Resolvers, Hearer {
  readonly resolve: Resolvers['resolve'];
  readonly reject: Resolvers['reject'];

  constructor(resolve: Resolvers['resolve'], reject: Resolvers['reject']) {
    this.resolve = resolve;
    this.reject = reject;
  }

  get isSeen(): boolean {
    return true;
  }

  settled(_future: Future<unknown>, end: End<unknown>): void {
    answer(this, 'result', end);
  }
}

function answer(promised: Resolvers, asked: Asked, end: End<unknown>): void {
  if (end.ok === true) {
    promised.resolve(asked === 'result' ? end.value : undefined);
  } else if (asked === 'exception' && end.ok === false) {
    promised.resolve(end.error);
  } else {
    promised.reject(errorOf(end));
  }
}

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

  /** For `result()`: made once somebody asks, the same for all who do. */
  get promise(): Promise<T> {
    this.#promise ??= new Promise<T>((resolve, reject) => {
      this.adopt(new Adopter(resolve as Adopter['resolve'], reject));
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
      answer(waiter, waiter.data, end);
    }
    for (let watcher = this.shift(); watcher !== undefined; watcher = this.shift()) {
      watcher.settled(future, end);
    }
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
