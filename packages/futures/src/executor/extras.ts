import type { Stores } from '../task/propagate.ts';
import type { Call } from './call.ts';
import type { Submission } from './submission.ts';
import type { WorkItem } from './work-item.ts';

/** What only some submissions have: one that has none of it is smaller by half. */
export class Extras {
  /** Unique in this thread; 0 as long as nobody has asked for it. */
  id = 0;
  /** The submission whose task submitted this one, if that is known in this thread. */
  parent: number | undefined = undefined;
  readonly chunk: Call['chunk'];
  /** How many calls it makes. */
  readonly calls: number;
  readonly onStart: (() => void) | undefined;
  /** The stores that cross over with it. */
  stores: Stores | undefined;
  stopListening: (() => void) | undefined = undefined;
  /** Tries that are over. */
  attempts: number;
  /** Whether one of them had begun. */
  hasBegun = false;
  #waiters: Map<Submission, number> | undefined = undefined;

  static areNeededFor({ chunk, stores, attempt = 1, onStart }: Call): boolean {
    return chunk !== undefined || stores !== undefined || onStart !== undefined || attempt > 1;
  }

  constructor(call?: Call) {
    this.chunk = call?.chunk;
    this.calls = call?.chunk === undefined ? 1 : call.args.length;
    this.stores = call?.stores;
    this.onStart = call?.onStart;
    this.attempts = (call?.attempt ?? 1) - 1;
  }

  /** Who waits for it, for good, and at which try. Most wait elsewhere than in a task, so that there are none. */
  get waiters(): Map<Submission, number> {
    return (this.#waiters ??= new Map());
  }

  forgetWaiters(): void {
    this.#waiters = undefined;
  }

  triedBy({ attempt, hasBegun }: WorkItem): void {
    this.attempts = attempt;
    this.hasBegun ||= hasBegun;
  }
}
