import { LineNode } from '@heddle/queue/waiting';
import { anotherScope, type Snapshot } from '../task/async-context.ts';
import type { NextCall, Submit } from '../map/chunk-sender.ts';
import type { Call } from './call.ts';
import type { Scheduler } from './scheduler.ts';
import type { Submission } from './submission.ts';
import { isWatched, type SubmitOptions } from './submit-options.ts';

/** What is the same for all the calls of a reserve. */
export interface ReserveParts {
  readonly scheduler: Scheduler;
  readonly fn: Call['fn'];
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
  readonly #next: NextCall;
  #size: number;

  /** @param next - makes the next call */
  constructor(parts: ReserveParts, size: number, next: NextCall) {
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
    const made = this.#next(this.#make);
    return made.future.done() ? undefined : made;
  }

  readonly #make: Submit<Submission> = (args, chunk, future) => {
    const { scheduler, fn, options, scope } = this.#parts;
    return scheduler.make({ fn, args, options, chunk, future }, anotherScope(scope), undefined); // of no task: it would wait for what is there
  };
}
