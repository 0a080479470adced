import { type Waiter, Waiters } from '../waiting/index.ts';

/** A line whose leaving is told, however one leaves. */
export class SharedLine<T, D> extends Waiters<T, D> {
  readonly #left: () => void;

  constructor(left: () => void) {
    super();
    this.#left = left;
  }

  override remove(waiter: Waiter<T, D>): boolean {
    const was = super.remove(waiter);
    if (was) {
      this.#left();
    }
    return was;
  }
}
