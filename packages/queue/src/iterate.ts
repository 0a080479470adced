import { onAbort, type WaitOptions } from './waiting/index.ts';

/**
 * The items of a queue, taken by its `get` one for each `next()` and nothing ahead; it ends once `get` rejects with `ShutDown`.
 *
 * Leaving loses nothing: `return()` ends the waits of every pending `next()`, and no item goes to them.
 */
export function iterate<T>(get: (options: WaitOptions) => Promise<T>): AsyncIterableIterator<T, undefined, undefined> {
  return new QueueIterator(get);
}

class QueueIterator<T> implements AsyncIterableIterator<T, undefined, undefined> {
  readonly #get: (options: WaitOptions) => Promise<T>;
  readonly #left = new AbortController();
  readonly #options: WaitOptions = { signal: this.#left.signal };

  constructor(get: (options: WaitOptions) => Promise<T>) {
    this.#get = get;
    // Its signal keeps its one listener from wait to wait: adding and removing it each time costs more than the wait.
    onAbort(this.#left.signal, () => {});
  }

  next(): Promise<IteratorResult<T, undefined>> {
    return this.#get(this.#options).then(yielded, this.#rejected);
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#left.abort();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  readonly #rejected = (error: unknown): IteratorResult<T, undefined> => {
    if (this.#left.signal.aborted || isShutDown(error)) {
      return { done: true, value: undefined };
    }
    throw error;
  };
}

function yielded<T>(value: T): IteratorResult<T, undefined> {
  return { done: false, value };
}

/** By its code, not by its class: it may come from a queue on another thread. */
function isShutDown(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_QUEUE_SHUT_DOWN';
}
