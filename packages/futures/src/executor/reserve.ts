import { LineNode } from '@heddle/queue/waiting';
import { type Future, ownerOf } from '../future.ts';
import { Submission } from './submission.ts';
import { isWatched, type SubmitOptions } from './submit-options.ts';

/**
 * Calls that were submitted together and stand in the pending line as one: each is made into a submission as its turn comes.
 *
 * A hundred thousand submissions that wait cost more than to run them, most of it for the garbage collector, which moves them from place to place.
 */
export class Reserve extends LineNode {
  readonly #options: SubmitOptions;
  readonly #makeNext: () => Future<unknown>;
  #size: number;

  /** @param makeNext - makes the next call's submission, and answers its future */
  constructor(options: SubmitOptions, size: number, makeNext: () => Future<unknown>) {
    super();
    this.#options = options;
    this.#size = size;
    this.#makeNext = makeNext;
  }

  get priority(): number {
    return this.#options.priority ?? 0;
  }

  /** Whether somebody has to hear of each of its calls as it begins, and not later. */
  get isWatched(): boolean {
    return isWatched(this.#options);
  }

  /** Calls that are not made yet. */
  get size(): number {
    return this.#size;
  }

  /** The next call; `undefined` if its future was done at once. */
  make(): Submission | undefined {
    this.#size -= 1;
    const owner = ownerOf(this.#makeNext());
    return owner instanceof Submission ? owner : undefined;
  }
}
