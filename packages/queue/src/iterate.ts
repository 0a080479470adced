import { onAbort, type WaitOptions } from './waiting/index.ts';

/** Where a queue is at hand: what it holds now can be taken without a wait. */
interface AtHand<T> {
  empty(): boolean;
  getNowait(): T;
}

/**
 * The items of a queue, taken one for each `next()` and nothing ahead, by its `get` where there is none yet; it ends once that rejects with `ShutDown`.
 *
 * Leaving loses nothing: `return()` ends the waits of every pending `next()`, and no item goes to them.
 */
export function iterate<T>(
  get: (options: WaitOptions) => Promise<T>,
  atHand?: AtHand<T>,
): AsyncIterableIterator<T, undefined, undefined> {
  return new QueueIterator(get, atHand);
}

class QueueIterator<T> implements AsyncIterableIterator<T, undefined, undefined> {
  readonly #get: (options: WaitOptions) => Promise<T>;
  readonly #atHand: AtHand<T> | undefined;
  #hasLeft = false;
  /** Ends the waits; there is none before the first of them. */
  #leaving: AbortController | undefined;

  constructor(get: (options: WaitOptions) => Promise<T>, atHand: AtHand<T> | undefined) {
    this.#get = get;
    this.#atHand = atHand;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#hasLeft) {
      return Promise.resolve(over);
    }
    if (this.#atHand === undefined || this.#atHand.empty()) {
      this.#leaving ??= newLeaving();
      return this.#get({ signal: this.#leaving.signal }).then(yielded, this.#rejected);
    }
    try {
      const value = this.#atHand.getNowait();
      // A `get` of it would resolve what it carries, too.
      return isThenable(value) ? Promise.resolve(value).then(yielded, this.#rejected) : Promise.resolve(yielded(value));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#hasLeft = true;
    this.#leaving?.abort();
    return Promise.resolve(over);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  readonly #rejected = (error: unknown): IteratorResult<T, undefined> => {
    if (this.#hasLeft || isShutDown(error)) {
      return over;
    }
    throw error;
  };
}

const over: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined });

function yielded<T>(value: T): IteratorResult<T, undefined> {
  return { done: false, value };
}

/** Its signal keeps its one listener from wait to wait: adding and removing it each time costs more than the wait. */
function newLeaving(): AbortController {
  const leaving = new AbortController();
  onAbort(leaving.signal, () => {});
  return leaving;
}

function isThenable(value: unknown): boolean {
  return (typeof value === 'object' || typeof value === 'function') && value !== null && 'then' in value;
}

/** By its code, not by its class: it may come from a queue on another thread. */
function isShutDown(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_QUEUE_SHUT_DOWN';
}
