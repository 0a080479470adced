/** The calls on this thread that have not really ended, whatever became of their futures: a stopped one may still be cleaning up. */
export class Calls {
  readonly #open: Set<Promise<unknown>> = new Set();

  /** `fn`, watched. */
  watch<T, R>(fn: (item: T) => R): (item: T) => R {
    return (item) => {
      const result = fn(item);
      if (isThenable(result)) {
        const end = (): void => {
          this.#open.delete(ended);
        };
        const ended = Promise.resolve(result).then(end, end);
        this.#open.add(ended);
      }
      return result;
    };
  }

  /** Resolves once none is open. */
  async ended(): Promise<void> {
    while (this.#open.size > 0) {
      await Promise.all(this.#open);
    }
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
