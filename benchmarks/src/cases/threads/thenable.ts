type Resolve = (value: unknown) => void;

/** As little as `Promise.all` can do with: no promise, but what has a `then`, as futures have. */
export class Thenable implements PromiseLike<unknown> {
  readonly #value: unknown;
  #resolve: Resolve | undefined = undefined;

  constructor(value: unknown) {
    this.#value = value;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- that is the point
  then(resolve: unknown): never {
    this.#resolve = resolve as Resolve;
    return undefined as never; // nobody looks
  }

  settle(): void {
    this.#resolve?.(this.#value);
  }
}
