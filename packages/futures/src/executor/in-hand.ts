import type { WorkItem } from './work-item.ts';

/** The tries that have a slot, from when they are handed over until they are gone. To join and to leave, in whatever order, is to write a place in a list. */
export class InHand {
  /** The first `#size` of its places are taken. It does not shrink: there are never more than slots, and one that grows for each is slower. */
  readonly #items: (WorkItem | undefined)[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(item: WorkItem): void {
    item.seat = this.#size;
    this.#items[this.#size] = item;
    this.#size += 1;
  }

  /** The last one takes its place. */
  remove({ seat }: WorkItem): void {
    this.#size -= 1;
    const last = this.#items[this.#size];
    this.#items[this.#size] = undefined;
    if (last !== undefined && last.seat !== seat) {
      this.#items[seat] = last;
      last.seat = seat;
    }
  }

  /** Those that there are now, in the order in which they were handed over. */
  all(): WorkItem[] {
    return this.#items.filter((item) => item !== undefined).toSorted((a, b) => a.id - b.id);
  }
}
