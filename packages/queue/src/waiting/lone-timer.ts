import type { Expiring, Timer } from './timer-line.ts';

/** The longest delay that `setTimeout` can hold; a longer one would fire at once. */
const longestDelay = 2 ** 31 - 1;

/** A timer with a `setTimeout` of its own. */
export class LoneTimer implements Timer {
  readonly #owner: Expiring;
  #left: number;
  #handle: ReturnType<typeof setTimeout>;

  constructor(ms: number, owner: Expiring) {
    this.#owner = owner;
    this.#left = ms;
    this.#handle = this.#arm();
  }

  stop(): void {
    clearTimeout(this.#handle);
  }

  #arm(): ReturnType<typeof setTimeout> {
    const delay = Math.min(this.#left, longestDelay);
    this.#left -= delay;
    return setTimeout(this.#fire, delay);
  }

  readonly #fire = (): void => {
    if (this.#left > 0) {
      this.#handle = this.#arm();
    } else {
      this.#owner.expire();
    }
  };
}
