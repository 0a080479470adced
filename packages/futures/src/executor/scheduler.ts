import { Line, type LineNode } from '@heddle/queue/waiting';
import { BrokenExecutor, ShutdownError } from '../errors.ts';
import type { Future } from '../future.ts';
import { outside, shareSnapshot, type Snapshot } from '../task/async-context.ts';
import { currentContext, type TaskContext } from '../task/task-context.ts';
import type { Engine } from './engine.ts';
import type { Executor } from './executor.ts';
import { hold, release } from './keep-alive.ts';
import { InHand } from './in-hand.ts';
import { PendingLine } from './pending-line.ts';
import { Reserve } from './reserve.ts';
import { ShutdownWaits, waitsForItself } from './shutdown-waits.ts';
import type { Submission } from './submission.ts';
import { WorkItem } from './work-item.ts';

// Longer than most files: what stands where, what is counted and who waits for the end have to change together.

/** Calls back in a microtask, as `queueMicrotask` does, for a tenth of what that costs in Node.js. */
const soon = Promise.resolve();

let lastPool = 0;

type State =
  | { readonly name: 'open' }
  | { readonly name: 'shut down' }
  | { readonly name: 'broken'; readonly error: BrokenExecutor };

/**
 * The pending line and the slots of one pool.
 *
 * A submission stands in exactly one place: aside (it waits for its arguments or for its next try), in the line, or in hand.
 * Dispatch happens in a microtask, never in the call that asked for it: so `submit(…).cancel()` in one synchronous run is always `true`.
 */
export class Scheduler {
  readonly executor: Executor;
  readonly engine: Engine;
  readonly slots: number;
  readonly graceMs: number;
  /** Whether the events of its tasks are published here. */
  readonly publishes: boolean;
  /** Unique in this thread: what the events call this pool. */
  readonly pool: number;
  readonly counts = { pending: 0, running: 0, done: 0, failed: 0, cancelled: 0 };
  readonly #aside: Line<Submission> = new Line();
  readonly #line: PendingLine<LineNode & (Submission | Reserve)> = new PendingLine();
  readonly #inHand = new InHand();
  #busySlots = 0;
  #isDispatching = false;
  /** The context of the last call that was submitted in this turn. */
  #scope: Snapshot | undefined = undefined;
  #state: State = { name: 'open' };
  #noMoreTries = false;
  #closed: Promise<void> | undefined = undefined;
  readonly #shutdownWaits: ShutdownWaits = new ShutdownWaits();

  constructor(parts: { executor: Executor; engine: Engine; slots: number; graceMs: number; publishes: boolean }) {
    lastPool += 1;
    this.pool = lastPool;
    this.executor = parts.executor;
    this.engine = parts.engine;
    this.slots = parts.slots;
    this.graceMs = parts.graceMs;
    this.publishes = parts.publishes;
  }

  /** Whether anything waits for a worker. */
  get hasPending(): boolean {
    return this.#line.size > 0;
  }

  get busySlots(): number {
    return this.#busySlots;
  }

  /** Whether a failed task may still have its further tries. */
  get mayRetry(): boolean {
    return this.#state.name === 'open' || (this.#state.name === 'shut down' && !this.#noMoreTries);
  }

  /** @throws {ShutdownError | BrokenExecutor} it takes no more tasks */
  checkOpen(): void {
    if (this.#state.name === 'shut down') {
      throw new ShutdownError();
    }
    if (this.#state.name === 'broken') {
      throw anew(this.#state.error);
    }
  }

  submit(submission: Submission): Future<unknown> {
    this.#count(1);
    this.#scope = shareSnapshot(this.#scope);
    submission.submittedIn(this.#scope, currentContext()?.id);
    const { signal } = submission.options;
    if (signal?.aborted === true) {
      submission.future.abort(signal.reason);
    } else if (submission.future.done()) {
      // What it was to take along could not be had, or who heard of it has cancelled it.
    } else if (submission.hasDependencies) {
      submission.awaitDependencies();
    } else {
      this.enqueue(submission);
    }
    return submission.future;
  }

  /** As if all its calls were submitted now. */
  reserve(reserve: Reserve): void {
    this.#count(reserve.size);
    this.#line.add(reserve);
    this.dispatchSoon();
  }

  /** What is left of it is not wanted any more. */
  drop(reserve: Reserve): void {
    if (this.#line.remove(reserve)) {
      this.counts.pending -= reserve.size;
      this.counts.cancelled += reserve.size;
      this.#settledSome();
    }
  }

  /** Has what is left of it stand in the line call by call. */
  makeAll(reserve: Reserve): void {
    this.#line.remove(reserve);
    while (reserve.size > 0) {
      const submission = reserve.make();
      if (submission !== undefined) {
        this.enqueue(submission);
      }
    }
  }

  enqueue(submission: Submission): void {
    submission.line?.remove(submission); // it was set aside
    submission.pending();
    this.#line.add(submission);
    this.dispatchSoon();
  }

  /** It waits for something else than a worker. */
  setAside(submission: Submission): void {
    this.#aside.add(submission);
  }

  began(): void {
    this.counts.pending -= 1;
    this.counts.running += 1;
  }

  /** The future of `submission` is about to be done. */
  settled(submission: Submission, before: 'pending' | 'running', how: 'done' | 'failed' | 'cancelled'): void {
    if (submission.line !== undefined && !this.#aside.remove(submission)) {
      this.#line.remove(submission);
    }
    const { counts } = this;
    if (before === 'running') {
      counts.running -= 1;
    } else {
      counts.pending -= 1;
    }
    counts[how] += 1;
    this.#settledSome();
  }

  #count(calls: number): void {
    if (this.counts.pending + this.counts.running === 0) {
      hold();
    }
    this.counts.pending += calls;
  }

  #settledSome(): void {
    if (this.counts.pending + this.counts.running === 0) {
      release();
    }
    this.#look();
  }

  takeSlot(): void {
    this.#busySlots += 1;
  }

  freeSlot(): void {
    this.#busySlots -= 1;
    this.dispatchSoon();
  }

  /** A task waits for one more future. */
  lent(): void {
    if (this.#shutdownWaits.size > 0) {
      this.#look(); // perhaps for one that waits for the shutdown
    }
  }

  /** A try has ended and its slot is free. */
  left(item: WorkItem): void {
    this.#inHand.remove(item);
    this.#look();
  }

  dispatchSoon(): void {
    if (!this.#isDispatching && this.#line.size > 0) {
      this.#isDispatching = true;
      void soon.then(this.#dispatchOutside);
    }
  }

  /** In nobody's context: what happens when the tasks end must not count as done by the task that submitted them. */
  readonly #dispatchOutside = (): void => {
    outside.runInAsyncScope(this.#dispatch);
  };

  readonly #dispatch = (): void => {
    this.#scope = undefined;
    for (
      let { first } = this.#line;
      first !== undefined && this.#busySlots < this.slots && this.engine.hasRoom(first);
      { first } = this.#line
    ) {
      const submission = this.#next();
      if (submission !== undefined) {
        this.#hand(submission);
      }
    }
    // Only now: what the loop itself frees, it sees itself.
    this.#isDispatching = false;
    this.engine.flush();
  };

  /** Takes the first call out of the line; `undefined` if that was done as it was made. */
  #next(): Submission | undefined {
    const { first } = this.#line;
    if (!(first instanceof Reserve)) {
      return this.#line.shift() as Submission | undefined;
    }
    const submission = first.make();
    if (first.size === 0) {
      this.#line.remove(first);
    }
    return submission;
  }

  #hand(submission: Submission): void {
    const item = new WorkItem(submission);
    submission.inHand(item);
    this.#inHand.add(item);
    this.takeSlot();
    try {
      this.engine.run(item);
    } catch (error) {
      item.fail(error);
    }
  }

  /** From now on nothing new; `insider` is the task that asks, if it is one of this pool's own: it waits for the others alone. */
  shutdown(
    { wait, cancelFutures }: { wait: boolean; cancelFutures: boolean },
    insider: TaskContext | undefined,
  ): Promise<void> {
    if (this.#state.name === 'open') {
      this.#state = { name: 'shut down' };
    }
    if (cancelFutures) {
      this.cancelPending();
      this.#cancelHanded();
    }
    const over = wait ? this.#shutdownWaits.add(insider).result() : Promise.resolve();
    this.#look();
    return over;
  }

  /** Cancels what is not in hand; what was tried already is not tried again. */
  cancelPending(): void {
    this.#noMoreTries = true;
    // Of those that there are now: with one that is cancelled go those that wait for it, the next one in the line perhaps.
    const aside = Array.from(this.#aside);
    for (const submission of aside) {
      submission.giveUpRetrying();
      submission.future.cancel();
    }
    // One by one: a callback may submit elsewhere, or cancel others of the line.
    while (this.#line.size > 0) {
      const next = this.#next();
      if (next?.future.cancel() === false) {
        next.failed(new ShutdownError()); // a further try of one that had run
      }
    }
  }

  #cancelHanded(): void {
    for (const item of this.#inHand.all()) {
      item.cancelUnlessBegun();
    }
  }

  /** Fails everything, now and later. What runs is the engine's to end. */
  break(error: BrokenExecutor): void {
    if (this.#state.name === 'broken') {
      return;
    }
    this.#state = { name: 'broken', error };
    const submissions = [...this.#aside, ...this.#inHand.all().map((item) => item.submission)];
    for (const submission of submissions) {
      submission.failed(anew(error));
    }
    while (this.#line.size > 0) {
      this.#next()?.failed(anew(error));
    }
    this.#look();
  }

  /** Wakes whoever waits for the end of the pool, and closes it once all has ended. */
  #look(): void {
    if (this.#state.name !== 'open') {
      this.#lookForTheEnd();
    }
  }

  #lookForTheEnd(): void {
    if (this.#areOthersThrough()) {
      this.#shutdownWaits.wakeInsiders();
    }
    if (this.counts.pending + this.counts.running + this.#inHand.size === 0) {
      this.#closed ??= Promise.resolve(this.engine.close());
      void this.#closed.then(() => {
        this.#shutdownWaits.wakeAll();
      });
    }
  }

  /** Whether all that is left are tasks that wait for the shutdown, and those that wait for one of them. */
  #areOthersThrough(): boolean {
    const { insiders } = this.#shutdownWaits;
    if (this.#line.size > 0 || insiders.length === 0) {
      return false;
    }
    const left = new Map<Submission, readonly Submission[]>();
    for (const submission of this.#aside) {
      left.set(submission, submission.inputs);
    }
    for (const item of this.#inHand.all()) {
      left.set(item.submission, item.waitsFor());
    }
    return waitsForItself(left, insiders);
  }
}

/** One error object for each caller. */
function anew(error: BrokenExecutor): BrokenExecutor {
  return new BrokenExecutor(error.message, { cause: error.cause });
}
