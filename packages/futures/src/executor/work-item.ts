import { startTimer } from '@heddle/queue/waiting';
import { ShutdownError, TimeoutError } from '../errors.ts';
import type { Future } from '../future.ts';
import { type Snapshot, takeSnapshot } from '../task/async-context.ts';
import type { Stores } from '../task/propagate.ts';
import { TaskContext, type TaskSource } from '../task/task-context.ts';
import type { Executor } from './executor.ts';
import { Loan } from './loan.ts';
import { callHere } from './call-here.ts';
import { type Submission, submissionsOf } from './submission.ts';

/** Where a try stands; 'ended': its outcome is known, its slot not yet free; 'gone': that too. */
type Phase = 'handed' | 'running' | 'stopping' | 'ended' | 'gone';

let lastId = 0;

/**
 * One try to run one call, as the executor that runs it sees it. It takes a slot until it has ended.
 *
 * The executor calls `start()` as the task begins, and one of `succeed`, `fail` and `ended` as it ends. What comes late is dropped.
 * Or it calls `runHere()`, which does all of that.
 */
export class WorkItem implements TaskSource {
  /** Unique in this thread. */
  readonly id: number;
  readonly attempt: number;
  /** Whether the task ever began. */
  hasBegun = false;
  /** Its place among those in hand. */
  seat = 0;
  /** For the engine: where it has put it, and under which number. */
  place: unknown = undefined;
  call = 0;
  readonly submission: Submission;
  #phase: Phase = 'handed';
  #stopTimer: (() => void) | undefined = undefined;
  /** What it waits for, with its slot lent; a future once for each wait. Made with the first: most tasks never wait. */
  #loans: Set<Loan> | undefined = undefined;
  #context: TaskContext | undefined = undefined;

  constructor(submission: Submission) {
    lastId += 1;
    this.id = lastId;
    this.attempt = submission.nextAttempt;
    this.submission = submission;
  }

  /** Of its submission, while this is the try that it is at. */
  get stage(): 'in hand' {
    return 'in hand';
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- whatever was submitted
  get fn(): (...args: any[]) => unknown {
    return this.submission.fn;
  }

  /** The arguments; of a chunk, one list of arguments for each call. */
  get args(): readonly unknown[] {
    return this.submission.args;
  }

  /** Set where this is several calls of one function in a row: its value is then an array of outcomes. */
  get chunk(): { readonly settled: boolean } | undefined {
    return this.submission.chunk;
  }

  get name(): string {
    return this.submission.name;
  }

  get executor(): Executor {
    return this.submission.scheduler.executor;
  }

  /** What the events call its submission. */
  get taskId(): number {
    return this.submission.id;
  }

  get priority(): number {
    return this.submission.priority;
  }

  /** What to transfer instead of to clone. */
  get transfer(): readonly unknown[] | undefined {
    return this.submission.transfer;
  }

  /** The stores that the task is to find, of the storages given to `propagate`. */
  get stores(): Stores | undefined {
    return this.submission.stores;
  }

  /** The asynchronous context of `submit`. */
  get scope(): Snapshot {
    return this.submission.scope;
  }

  get future(): Future<unknown> {
    return this.submission.future;
  }

  /** Whether somebody has to hear of it as it begins, and not later. */
  get isWatched(): boolean {
    return this.submission.isWatched;
  }

  /** What a worker did not begin goes to another. */
  get isHanded(): boolean {
    return this.#phase === 'handed';
  }

  /** Whether its outcome is known, or does not matter any more. */
  get isOver(): boolean {
    return this.#phase === 'ended' || this.#phase === 'gone';
  }

  /** It is asked whether it has begun; what has not must not begin any more if `isCancelled`. */
  look(isCancelled: boolean): void {
    if (this.#phase === 'handed') {
      this.submission.scheduler.engine.look(this, isCancelled);
    }
  }

  /** The task begins now; `false` if it was cancelled meanwhile: forget it then. */
  start(): boolean {
    if (this.#phase !== 'handed' || !this.submission.begin()) {
      return false;
    }
    this.#phase = 'running';
    this.hasBegun = true;
    const { timeout } = this.submission.options;
    if (timeout !== undefined) {
      this.endWithin(timeout);
    }
    this.submission.began(this);
    return this.isWanted();
  }

  private endWithin(timeout: number): void {
    this.#stopTimer = startTimer(timeout, () => {
      const error = new TimeoutError(`Expected ${this.name} to end within ${timeout} ms, got no end`);
      this.stop(error);
      this.submission.tryFailed(this, error);
    });
  }

  /** Whoever heard that it began may have stopped it: it ends then before it has begun. */
  private isWanted(): boolean {
    if (this.#phase !== 'running') {
      this.ended();
      return false;
    }
    return true;
  }

  /**
   * Runs the task on this thread, now: starts it, calls it in the context of its `submit`, and tells how it ended.
   *
   * It hears of a stop by its `currentTask().signal`, without the executor's help.
   */
  runHere(): void {
    if (!this.start()) {
      return;
    }
    callHere(this);
  }

  /** What the task runs in: what this thread does for one that runs elsewhere it does in `context.run`. */
  get context(): TaskContext {
    return (this.#context ??= new TaskContext(this, this.ownScope()));
  }

  /** The task returned `value`. */
  succeed(value: unknown): void {
    const wasWanted = this.#phase === 'running';
    if (this.end() && wasWanted) {
      this.submission.trySucceeded(value);
    }
    this.giveBack();
  }

  /** The task threw `error`, or its worker died. */
  fail(error: unknown): void {
    const wasWanted = this.#phase === 'running' || this.#phase === 'handed';
    if (this.end() && wasWanted) {
      this.submission.tryFailed(this, error);
    }
    this.giveBack();
  }

  /** The task is no more, and what it answered does not matter. */
  ended(): void {
    this.end();
    this.giveBack();
  }

  /** Stops the task: first it is told, and after the grace its worker is replaced. */
  stop(reason: unknown): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    const { engine } = this.submission.scheduler;
    if (this.#phase === 'handed' && engine.withdraw(this) !== false) {
      this.end();
      this.giveBack();
    } else if (this.#phase === 'running' || this.#phase === 'handed') {
      this.#phase = 'stopping';
      this.#stopTimer = startTimer(this.submission.scheduler.graceMs, () => {
        this.submission.scheduler.engine.kill(this);
      });
      this.#context?.stop(reason);
      this.submission.scheduler.engine.stop(this, reason);
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
    const loans = (this.#loans ??= new Set());
    const loan = new Loan(future, () => {
      loans.delete(loan);
      this.takeBack();
    });
    loans.add(loan);
    if (loans.size === 1) {
      this.submission.scheduler.engine.lends(this);
      this.submission.scheduler.freeSlot();
    }
    this.submission.scheduler.lent();
    return loan.end;
  }

  /** Its worker is no more, and it is to run once more: what it waited for there it does not wait for any more. */
  endLoans(): void {
    const loans = [...(this.#loans ?? [])]; // each that ends leaves the set
    for (const loan of loans) {
      loan.end();
    }
  }

  /** Whether its slot is lent: it waits, and its worker has time for another. */
  get isLending(): boolean {
    return this.#loans !== undefined && this.#loans.size > 0;
  }

  /** What it waits for, with its slot lent; also after it was told to stop, if it does not. */
  waitsFor(): Submission[] {
    return this.#loans === undefined ? [] : submissionsOf(Array.from(this.#loans, ({ future }) => future));
  }

  /** Under `shutdown({ cancelFutures: true })`: what was handed over and has not begun is cancelled; a further try fails its future. */
  cancelUnlessBegun(): void {
    this.look(true);
    if (this.#phase === 'handed' && !this.future.cancel()) {
      this.submission.failed(new ShutdownError());
      this.stop(undefined);
    }
  }

  /** No two tries share a scope: what the first did to it the second would see, where there is no `AsyncContextFrame`. */
  private ownScope(): Snapshot {
    const { scope } = this;
    return this.submission.mayHaveMoreTries ? scope.runInAsyncScope(takeSnapshot) : scope;
  }

  private takeBack(): void {
    if (!this.isLending && this.#phase !== 'gone') {
      this.submission.scheduler.takeSlot();
    }
  }

  private end(): boolean {
    if (this.#phase === 'ended' || this.#phase === 'gone') {
      return false;
    }
    this.#phase = 'ended';
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    return true;
  }

  /** Frees the slot, once: after the future has settled, so that whoever waited for it has its own slot back first. */
  private giveBack(): void {
    if (this.#phase === 'gone') {
      return;
    }
    this.#phase = 'gone';
    if (!this.isLending) {
      this.submission.scheduler.freeSlot();
    }
    this.submission.scheduler.left(this);
  }
}

function nothing(): void {}
