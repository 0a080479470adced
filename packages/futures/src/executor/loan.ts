import { type Future, unwatch, watch } from '../future.ts';
import { Watcher } from '../watcher.ts';

/** A slot that is lent until a future is done, or the wait for it over. */
export class Loan extends Watcher {
  readonly future: Future<unknown>;
  readonly #ended: () => void;
  #isOver = false;

  /** @param ended - called once, as the future settles: before its own slot is free, so that nobody else gets that one */
  constructor(future: Future<unknown>, ended: () => void) {
    super();
    this.future = future;
    this.#ended = ended;
    watch(future, this);
  }

  override settled(): void {
    this.end();
  }

  /** The wait is over. */
  readonly end = (): void => {
    if (!this.#isOver) {
      this.#isOver = true;
      unwatch(this.future, this);
      this.#ended();
    }
  };
}
