import { LineNode } from '@heddle/queue/waiting';
import { anotherScope, type Snapshot } from '../task/async-context.ts';
import type { Submission } from './submission.ts';
import { isWatched, type SubmitOptions } from './submit-options.ts';

/** What is the same for all the calls of a reserve. */
export interface ReserveParts {
  readonly options: SubmitOptions;
  /** The asynchronous context that they were submitted in. */
  readonly scope: Snapshot;
}

/**
 * Calls that were submitted together and stand in the pending line as one: each is made into a submission as its turn comes.
 *
 * A hundred thousand submissions that wait cost more than to run them, most of it for the garbage collector, which moves them from place to place.
 */
export class Reserve extends LineNode {
  readonly #parts: ReserveParts;
  readonly #next: () => Submission;
  #size: number;

  /** @param next - makes the next call */
  constructor(parts: ReserveParts, size: number, next: () => Submission) {
    super();
    this.#parts = parts;
    this.#size = size;
    this.#next = next;
  }

  get priority(): number {
    return this.#parts.options.priority ?? 0;
  }

  /** Whether somebody has to hear of each of its calls as it begins, and not later. */
  get isWatched(): boolean {
    return isWatched(this.#parts.options);
  }

  /** Calls that are not made yet. */
  get size(): number {
    return this.#size;
  }

  /** The next call; `undefined` if its future was done at once. */
  make(): Submission | undefined {
    this.#size -= 1;
    const submission = this.#next();
    submission.submittedIn(anotherScope(this.#parts.scope), undefined); // by no task: it would wait for what is there
    return submission.future.done() ? undefined : submission;
  }
}
