import type { WorkItem } from './work-item.ts';

/** The tries that have a slot, from when they are handed over until they are gone. To join and to leave, in whatever order, is to write a place in a list. */
export class InHand {
  readonly #seats: (WorkItem | undefined)[] = [];
  /** Seats that nobody has: the first `#free` of the list. Neither list shrinks: there are as many seats as were ever in hand at once. */
  readonly #vacant: number[] = [];
  #free = 0;

  get size(): number {
    return this.#seats.length - this.#free;
  }

  add(item: WorkItem): void {
    if (this.#free > 0) {
      this.#free -= 1;
      item.seat = this.#vacant[this.#free]!;
    } else {
      item.seat = this.#seats.length;
    }
    this.#seats[item.seat] = item;
  }

  remove({ seat }: WorkItem): void {
    this.#seats[seat] = undefined;
    this.#vacant[this.#free] = seat;
    this.#free += 1;
  }

  /** Those that there are now, in the order in which they were handed over. */
  all(): WorkItem[] {
    return this.#seats.filter((item) => item !== undefined).toSorted((a, b) => a.id - b.id);
  }
}
