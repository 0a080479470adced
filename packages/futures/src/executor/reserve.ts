import { LineNode } from '@heddle/queue/waiting';
import { type Future, ownerOf } from '../future.ts';
import { Submission } from './submission.ts';

/**
 * Calls that were submitted together and stand in the pending line as one: each is made into a submission as its turn comes.
 *
 * A hundred thousand submissions that wait cost more than to run them, most of it for the garbage collector, which moves them from place to place.
 */
export class Reserve extends LineNode {
  readonly priority: number;
  readonly #makeNext: () => Future<unknown>;
  #size: number;

  /** @param makeNext - makes the next call's submission, and answers its future */
  constructor(priority: number, size: number, makeNext: () => Future<unknown>) {
    super();
    this.priority = priority;
    this.#size = size;
    this.#makeNext = makeNext;
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
