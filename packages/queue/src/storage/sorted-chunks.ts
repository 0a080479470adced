import type { QueueStorage } from './storage.ts';

const longestChunk = 512;

/**
 * Lowest first, equals in the order they came: everything sorted at all times, in a list of chunks, the next to leave at the very end.
 *
 * A heap would be shorter, but it compares when an item leaves, and a comparison that throws must fail nobody but
 * the one who adds. Here only `add` compares, and it changes nothing before the last comparison is done.
 */
export class SortedChunks<T> implements QueueStorage<T> {
  /** None is empty; both the chunks and what is in them leave from the end. */
  readonly #chunks: T[][] = [];
  readonly #isBefore: (a: T, b: T) => boolean;
  #size = 0;
  /** Counts the changes, so that `add` sees one made by a comparison. */
  #changes = 0;

  constructor(isBefore: (a: T, b: T) => boolean) {
    this.#isBefore = isBefore;
  }

  get size(): number {
    return this.#size;
  }

  /** @throws whatever the comparison throws */
  add(item: T): void {
    this.#insert(item, (other) => this.#isBefore(item, other));
  }

  restore(item: T): void {
    try {
      this.#insert(item, (other) => !this.#isBefore(other, item));
    } catch {
      this.#append(item); // it cannot be compared, and must not be lost
    }
  }

  take(): T {
    const last = this.#chunks.at(-1)!;
    const item = last.pop()!;
    if (last.length === 0) {
      this.#chunks.pop();
    }
    this.#size -= 1;
    this.#changes += 1;
    return item;
  }

  clear(): void {
    this.#chunks.length = 0;
    this.#size = 0;
    this.#changes += 1;
  }

  /** Puts `item` behind all that leave after it. */
  #insert(item: T, leavesBefore: (other: T) => boolean): void {
    const changes = this.#changes;
    const chunkIndex = this.#findChunk(leavesBefore);
    const chunk = this.#chunks[chunkIndex];
    const index = chunk === undefined ? 0 : findIndex(chunk, leavesBefore);
    if (changes !== this.#changes) {
      throw new Error('Expected compare to leave the queue as it is, got one that changed it');
    }
    if (chunk === undefined) {
      this.#append(item);
      return;
    }
    chunk.splice(index, 0, item);
    if (chunk.length > longestChunk) {
      this.#chunks.splice(chunkIndex + 1, 0, chunk.splice(longestChunk / 2));
    }
    this.#size += 1;
    this.#changes += 1;
  }

  /** The first chunk with one that the item does not leave before, or their number if there is none. */
  #findChunk(leavesBefore: (other: T) => boolean): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (leavesBefore(this.#chunks[middle]!.at(-1)!)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Puts the one that leaves next at the very end. */
  #append(item: T): void {
    const last = this.#chunks.at(-1);
    if (last === undefined || last.length === longestChunk) {
      this.#chunks.push([item]);
    } else {
      last.push(item);
    }
    this.#size += 1;
    this.#changes += 1;
  }
}

/** The index of the first one in `chunk` that the item does not leave before: what is equal came earlier. */
function findIndex<T>(chunk: readonly T[], leavesBefore: (other: T) => boolean): number {
  let low = 0;
  let high = chunk.length - 1; // its last one is such: that is why it is this chunk
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (leavesBefore(chunk[middle]!)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
