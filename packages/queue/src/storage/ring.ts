import { newSlots } from './slots.ts';
import type { QueueStorage } from './storage.ts';

const smallest = 16;

/** A ring of no more slots than this stays as it is: one that is filled and drained by turns would else be made anew each time. */
const small = 128;

/** An array whose `length` is set to more than this becomes a hash table; one that grows by `push` does not. */
const longest = 2 ** 25;

/**
 * First in, first out: a ring whose length is a power of two, so that an index wraps with a mask.
 *
 * It doubles when full, in place, where only what had wrapped moves, and shrinks to a quarter when only an eighth is in use. A slot that is not in use holds no item.
 */
export class Ring<T> implements QueueStorage<T> {
  #slots: (T | undefined)[] = newSlots(smallest);
  #mask = smallest - 1;
  #head = 0;
  #size = 0;
  /** With fewer items than this it shrinks. */
  #few = 0;

  get size(): number {
    return this.#size;
  }

  /** How many items it has slots for. */
  get capacity(): number {
    return this.#slots.length;
  }

  add(item: T): void {
    if (this.#size > this.#mask) {
      this.#grow();
    }
    this.#slots[(this.#head + this.#size) & this.#mask] = item;
    this.#size += 1;
  }

  take(): T {
    const slots = this.#slots;
    const item = slots[this.#head]!;
    slots[this.#head] = undefined;
    this.#head = (this.#head + 1) & this.#mask;
    this.#size -= 1;
    if (this.#size < this.#few) {
      this.#shrink();
    }
    return item;
  }

  restore(item: T): void {
    if (this.#size > this.#mask) {
      this.#grow();
    }
    this.#head = (this.#head - 1) & this.#mask;
    this.#slots[this.#head] = item;
    this.#size += 1;
  }

  clear(): void {
    this.#use(newSlots(smallest), 0);
    this.#size = 0;
  }

  #grow(): void {
    const slots = this.#slots;
    const { length } = slots;
    lengthen(slots, 2 * length);
    this.#use(slots, this.#head);
    for (let index = 0; index < this.#head; index += 1) {
      slots[length + index] = slots[index];
      slots[index] = undefined;
    }
  }

  /** What is in it is fewer than the slots that stay: each item has one of these for itself, where its index wraps to. */
  #shrink(): void {
    const slots = this.#slots;
    const length = slots.length / 4;
    for (let count = 0; count < this.#size; count += 1) {
      const index = (this.#head + count) & this.#mask;
      slots[index & (length - 1)] = slots[index];
    }
    slots.length = length;
    this.#use(slots, this.#head & (length - 1));
  }

  #use(slots: (T | undefined)[], head: number): void {
    this.#slots = slots;
    this.#mask = slots.length - 1;
    this.#few = slots.length > small ? slots.length / 8 : 0;
    this.#head = head;
  }
}

function lengthen(slots: unknown[], length: number): void {
  if (length <= longest) {
    slots.length = length;
  }
  while (slots.length < length) {
    slots.push(undefined);
  }
}
