/** What the tests of `map` share. */
export const over = { done: true, value: undefined };

/** A source that counts what was pulled, and whether it was told to end. */
export class Source<T> {
  pulled = 0;
  returned = 0;
  readonly #items: T[];
  constructor(items: Iterable<T>) {
    this.#items = [...items];
  }

  readonly #next = (): IteratorResult<T, undefined> => {
    const index = this.pulled;
    if (index >= this.#items.length) {
      return { done: true, value: undefined };
    }
    this.pulled += 1;
    return { done: false, value: this.#items[index] as T };
  };

  readonly #return = (): IteratorResult<T, undefined> => {
    this.returned += 1;
    return { done: true, value: undefined };
  };

  sync(): Iterable<T> {
    return { [Symbol.iterator]: () => ({ next: this.#next, return: this.#return }) };
  }

  async(): AsyncIterable<T> {
    return {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.resolve(this.#next()),
        return: () => Promise.resolve(this.#return()),
      }),
    };
  }
}

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
export const double = (n: number): number => 2 * n;
