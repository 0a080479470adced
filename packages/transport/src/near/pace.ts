/** What takes longer is worth no reading ahead: milliseconds. */
const longest = 1;

/**
 * How many calls a worker is sent beyond those that it can run now: none, until its calls have shown to be quick; then one more for each quick one.
 *
 * A worker that has to ask for each call of a microsecond waits most of the time. One that runs long calls gains nothing by having more of them, which another could begin sooner.
 * After one that was not quick it is half as many, and so on down to what is over within a millisecond: a quick one may take long by chance, where the system had another thread
 * run meanwhile, and whether they all are long shows the next.
 */
export class Pace {
  readonly #most: number;
  #ahead = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get ahead(): number {
    return this.#ahead;
  }

  /** A call has ended. `ms`: how long it took, if that was worth telling. */
  ended(ms: number | undefined): void {
    this.#ahead =
      ms === undefined
        ? Math.min(this.#ahead + 1, this.#most)
        : Math.min(this.#ahead, Math.max(this.#ahead >> 1, Math.floor(longest / ms)));
  }

  /** It gave some back: it was sent too many. */
  gaveBack(): void {
    this.#ahead = 0;
  }
}

/** Milliseconds from which on a worker tells what a call took. */
export const worthTelling = 0.25;
