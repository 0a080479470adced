import type { QueueStorage } from './storage.ts';

const smallest = 16;

/**
 * First in, first out: a ring whose length is a power of two, so that an index wraps with a mask.
 *
 * It doubles when full and halves when only a quarter is in use; a slot that is not in use holds no item.
 */
export class Ring<T> implements QueueStorage<T> {
  #slots: (T | undefined)[] = Array.from({ length: smallest });
  #head = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** How many items it has slots for. */
  get capacity(): number {
    return this.#slots.length;
  }

  add(item: T): void {
    if (this.#size === this.#slots.length) {
      this.#resize(this.#size * 2);
    }
    this.#slots[(this.#head + this.#size) & (this.#slots.length - 1)] = item;
    this.#size += 1;
  }

  take(): T {
    const slots = this.#slots;
    const item = slots[this.#head]!;
    slots[this.#head] = undefined;
    this.#head = (this.#head + 1) & (slots.length - 1);
    this.#size -= 1;
    if (slots.length > smallest && this.#size <= slots.length / 4) {
      this.#resize(slots.length / 2);
    }
    return item;
  }

  restore(item: T): void {
    if (this.#size === this.#slots.length) {
      this.#resize(this.#size * 2);
    }
    this.#head = (this.#head - 1) & (this.#slots.length - 1);
    this.#slots[this.#head] = item;
    this.#size += 1;
  }

  clear(): void {
    this.#slots = Array.from({ length: smallest });
    this.#head = 0;
    this.#size = 0;
  }

  #resize(capacity: number): void {
    const old = this.#slots;
    const slots: (T | undefined)[] = Array.from({ length: capacity });
    for (let index = 0; index < this.#size; index += 1) {
      slots[index] = old[(this.#head + index) & (old.length - 1)];
    }
    this.#slots = slots;
    this.#head = 0;
  }
}
