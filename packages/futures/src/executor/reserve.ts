import { LineNode } from '@heddle/queue/waiting';
import { anotherScope, type Snapshot } from '../task/async-context.ts';
import type { Call } from './call.ts';
import type { Scheduler } from './scheduler.ts';
import type { Submission } from './submission.ts';
import { isWatched, type SubmitOptions } from './submit-options.ts';

/** What is the same for all the calls of a reserve. */
export interface ReserveParts {
  readonly scheduler: Scheduler;
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
  readonly #next: () => Call;
  #size: number;

  /** @param next - makes the next call */
  constructor(parts: ReserveParts, size: number, next: () => Call) {
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
    const { scheduler, scope } = this.#parts;
    const submission = scheduler.make(this.#next(), anotherScope(scope), undefined); // of no task: it would wait for what is there
    return submission.future.done() ? undefined : submission;
  }
}
