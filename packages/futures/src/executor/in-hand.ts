import type { WorkItem } from './work-item.ts';

/** The tries that have a slot, from when they are handed over until they are gone. To join and to leave, in whatever order, is to write a place in a list. */
export class InHand {
  readonly #items: WorkItem[] = [];

  get size(): number {
    return this.#items.length;
  }

  add(item: WorkItem): void {
    item.seat = this.#items.length;
    this.#items.push(item);
  }

  /** The last one takes its place. */
  remove(item: WorkItem): void {
    const { seat } = item;
    const last = this.#items.pop();
    if (last !== undefined && last !== item) {
      this.#items[seat] = last;
      last.seat = seat;
    }
  }

  /** Those that there are now, in the order in which they were handed over. */
  all(): WorkItem[] {
    return this.#items.toSorted((a, b) => a.id - b.id);
  }
}
