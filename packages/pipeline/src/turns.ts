/** Lets those who finish in any order go on in the order of their numbers, 0 first; each passes the turn on once. */
export class Turns {
  #turn = 0;
  #released = false;
  readonly #waiting: Map<number, () => void> = new Map();

  /** Resolves when it is the turn of `number`, or once everybody is released. */
  wait(number: number): Promise<void> {
    if (this.#released || number === this.#turn) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
    });
  }

  /** Whoever has the turn gives it to the next. */
  pass(): void {
    this.#turn += 1;
    const wake = this.#waiting.get(this.#turn);
    this.#waiting.delete(this.#turn);
    wake?.();
  }

  /** Nobody waits any more, now or later. */
  release(): void {
    this.#released = true;
    for (const wake of this.#waiting.values()) {
      wake();
    }
    this.#waiting.clear();
  }
}
