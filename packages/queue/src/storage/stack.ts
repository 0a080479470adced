import type { QueueStorage } from './storage.ts';

/** Last in, first out. */
export class Stack<T> implements QueueStorage<T> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  add(item: T): void {
    this.#items.push(item);
  }

  take(): T {
    return this.#items.pop()!;
  }

  restore(item: T): void {
    this.#items.push(item);
  }

  clear(): void {
    this.#items.length = 0;
  }
}
