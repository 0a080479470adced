import type { Crowd } from './crowd.ts';

/** As little as many can wait with, first come, first served: a promise each, and an array of what resolves them. */
export class PromiseLine implements Crowd {
  readonly #resolvers: ((item: number) => void)[] = [];
  #left = 0;

  add(): Promise<number> {
    return new Promise((resolve) => {
      this.#resolvers.push(resolve);
    });
  }

  leave(count: number): void {
    for (const end = this.#left + count; this.#left < end; this.#left += 1) {
      this.#resolvers[this.#left]?.(this.#left);
    }
  }

  get size(): number {
    return this.#resolvers.length - this.#left;
  }
}
