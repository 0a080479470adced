/**
 * The promise that `then` answers to a promise which adopts a future: of nothing, once the future is done. Hardly anybody ever looks at it, so that it is made only then.
 *
 * (It has what a promise has, and no more: what it is made of nobody sees.)
 */
export class Afterwards implements Promise<unknown> {
  readonly #future: Promise<unknown>;

  constructor(future: Promise<unknown>) {
    this.#future = future;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- it is a promise
  then<A = unknown, B = never>(
    onFulfilled?: ((value: unknown) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#made().then(onFulfilled, onRejected);
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<unknown> {
    return this.#made().catch(onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<unknown> {
    return this.#made().finally(onFinally);
  }

  get [Symbol.toStringTag](): string {
    return 'Promise';
  }

  #made(): Promise<undefined> {
    return this.#future.then(nothing, nothing);
  }
}

function nothing(): undefined {}
