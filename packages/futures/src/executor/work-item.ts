import { LineNode, startTimer } from '@heddle/queue/waiting';
import { TimeoutError } from '../errors.ts';
import { type Future, watch } from '../future.ts';
import type { Scheduler } from './scheduler.ts';
import type { Submission } from './submission.ts';

/** Where a try stands; 'ended': its outcome is known, its slot not yet free; 'gone': that too. */
type Phase = 'handed' | 'running' | 'stopping' | 'ended' | 'gone';

let lastId = 0;

/**
 * One try to run one call, as the executor that runs it sees it. It takes a slot until it has ended.
 *
 * The executor calls `start()` as the task begins, and one of `succeed`, `fail` and `ended` as it ends. What comes late is dropped.
 */
export class WorkItem extends LineNode {
  /** Unique in this thread. */
  readonly id: number;
  readonly attempt: number;
  readonly #submission: Submission;
  readonly #scheduler: Scheduler;
  #phase: Phase = 'handed';
  #stopTimer: (() => void) | undefined = undefined;
  #lent = 0;

  constructor(submission: Submission, scheduler: Scheduler, attempt: number) {
    super();
    lastId += 1;
    this.id = lastId;
    this.attempt = attempt;
    this.#submission = submission;
    this.#scheduler = scheduler;
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- whatever was submitted
  get fn(): (...args: any[]) => unknown {
    return this.#submission.fn;
  }

  /** The arguments; of a chunk, one list of arguments for each call. */
  get args(): readonly unknown[] {
    return this.#submission.args;
  }

  /** Set where this is several calls of one function in a row: its value is then an array of outcomes. */
  get chunk(): { readonly settled: boolean } | undefined {
    return this.#submission.chunk;
  }

  get name(): string {
    return this.#submission.name;
  }

  get priority(): number {
    return this.#submission.priority;
  }

  /** What to transfer instead of to clone. */
  get transfer(): readonly unknown[] | undefined {
    return this.#submission.transfer;
  }

  /** What `captureContext` of the executor answered at `submit`. */
  get context(): unknown {
    return this.#submission.context;
  }

  get future(): Future<unknown> {
    return this.#submission.future;
  }

  /** The task begins now; `false` if it was cancelled meanwhile: forget it then. */
  start(): boolean {
    if (this.#phase !== 'handed' || !this.#submission.begin()) {
      return false;
    }
    this.#phase = 'running';
    const { timeout } = this.#submission.options;
    if (timeout !== undefined) {
      this.#stopTimer = startTimer(timeout, () => {
        const error = new TimeoutError(`Expected ${this.name} to end within ${timeout} ms, got no end`);
        this.stop(error);
        this.#submission.tryFailed(this, error);
      });
    }
    return true;
  }

  /** The task returned `value`. */
  succeed(value: unknown): void {
    const wasWanted = this.#phase === 'running';
    if (this.#end() && wasWanted) {
      this.#submission.trySucceeded(value);
    }
    this.#giveBack();
  }

  /** The task threw `error`, or its worker died. */
  fail(error: unknown): void {
    const wasWanted = this.#phase === 'running' || this.#phase === 'handed';
    if (this.#end() && wasWanted) {
      this.#submission.tryFailed(this, error);
    }
    this.#giveBack();
  }

  /** The task is no more, and what it answered does not matter. */
  ended(): void {
    this.#end();
    this.#giveBack();
  }

  /** Stops the task: first it is told, and after the grace its worker is replaced. */
  stop(reason: unknown): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    if (this.#phase === 'handed') {
      this.#end();
      this.#scheduler.engine.withdraw(this);
      this.#giveBack();
    } else if (this.#phase === 'running') {
      this.#phase = 'stopping';
      this.#stopTimer = startTimer(this.#scheduler.graceMs, () => {
        this.#scheduler.engine.kill(this);
      });
      this.#scheduler.engine.stop(this, reason);
    }
  }

  /**
   * The task waits for `future`: its slot is lent until that is done, so that a pool of one worker does not wait for itself.
   *
   * @returns what says that the wait is over, before the future is done
   */
  lendWhile(future: Future<unknown>): () => void {
    if (future.done() || this.#phase === 'ended' || this.#phase === 'gone') {
      return nothing;
    }
    this.#lent += 1;
    if (this.#lent === 1) {
      this.#scheduler.freeSlot();
    }
    let isLent = true;
    const takeBack = (): void => {
      if (isLent) {
        isLent = false;
        unwatch();
        this.#takeBack();
      }
    };
    // As the future settles: before its own slot is free, so that nobody else gets that one.
    const unwatch = watch(future, takeBack);
    return takeBack;
  }

  /** Whether its slot is lent: it waits, and its worker has time for another. */
  get isLending(): boolean {
    return this.#lent > 0;
  }

  get submission(): Submission {
    return this.#submission;
  }

  #takeBack(): void {
    this.#lent -= 1;
    if (this.#lent === 0 && this.#phase !== 'gone') {
      this.#scheduler.takeSlot();
    }
  }

  #end(): boolean {
    if (this.#phase === 'ended' || this.#phase === 'gone') {
      return false;
    }
    this.#phase = 'ended';
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    return true;
  }

  /** Frees the slot, once: after the future has settled, so that whoever waited for it has its own slot back first. */
  #giveBack(): void {
    if (this.#phase === 'gone') {
      return;
    }
    this.#phase = 'gone';
    if (this.#lent === 0) {
      this.#scheduler.freeSlot();
    }
    this.#scheduler.left(this);
  }
}

function nothing(): void {}
