import { Line, type WaitOptions, Waiters } from '@heddle/queue/waiting';
import type { Future } from './future.ts';
import { type Hearer, Watcher } from './watcher.ts';

/** What was asked of a future. */
export type Asked = 'result' | 'exception';

/** What a promise is settled by. */
export interface Resolvers {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A promise that is to have the future's outcome, and that nothing else ends: its resolving functions. */
export class Adopter implements Resolvers {
  readonly resolve: Resolvers['resolve'];
  readonly reject: Resolvers['reject'];

  constructor(resolve: Resolvers['resolve'], reject: Resolvers['reject']) {
    this.resolve = resolve;
    this.reject = reject;
  }

  get isSeen(): boolean {
    return true;
  }
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

  /** @param lone - who was the only one before */
  constructor(lone?: Adopter | Hearer) {
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

  /** Has all answered who were promised the outcome: those first who wait for good, each kind in the order in which they came. */
  answer(answer: (asked: Asked, promised: Resolvers) => void): void {
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

/** Stands in the line for one who cannot. */
class Relay extends Watcher {
  readonly #hearer: Hearer;

  constructor(hearer: Hearer) {
    super();
    this.#hearer = hearer;
  }

  override settled(future: Future<unknown>): void {
    this.#hearer.settled(future);
  }
}
