import { type End, errorOf } from './outcome.ts';
import { isResolver } from './resolver.ts';
import type { Hearer } from './watcher.ts';

/**
 * A promise that adopts a future, as `await` and `Promise.all` have it: the functions that it has given to `then`. And the promise that `then` answers to it, of nothing, once the
 * future is done: hardly anybody ever looks at that, so that it is made only then.
 *
 * That `resolve` is a promise's own is known. Of `reject` it is not asked before it matters, since to ask takes longer than all the rest: it may be a function of the program's.
 */
export class Adopter implements Promise<unknown>, Hearer {
  readonly #future: Promise<unknown>;
  readonly #resolve: (value: unknown) => unknown;
  readonly #reject: (error: unknown) => unknown;
  #afterwards: Promise<unknown> | undefined = undefined;

  constructor(future: Promise<unknown>, resolve: (value: unknown) => unknown, reject: (error: unknown) => unknown) {
    this.#future = future;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  get isSeen(): boolean {
    return true;
  }

  settled(_future: unknown, end: End<unknown>): void {
    if (end.ok === true) {
      this.#resolve(end.value);
    } else if (isResolver(this.#reject)) {
      this.#reject(errorOf(end));
    } else {
      void this.#make();
    }
  }

  // oxlint-disable-next-line unicorn/no-thenable -- it is a promise
  then<A = unknown, B = never>(
    onFulfilled?: ((value: unknown) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#make().then(onFulfilled, onRejected);
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<unknown> {
    return this.#make().catch(onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<unknown> {
    return this.#make().finally(onFinally);
  }

  get [Symbol.toStringTag](): string {
    return 'Promise';
  }

  /** A function of the program's is called here, once, in a turn of its own, and says what comes of it: as of any promise. */
  #make(): Promise<unknown> {
    this.#afterwards ??= this.#future.then(nothing, isResolver(this.#reject) ? nothing : this.#reject);
    return this.#afterwards;
  }
}

function nothing(): undefined {}
