import { type Line, type LineNode, onAbort, startTimer } from '@heddle/queue/waiting';
import { CancelledError } from '../errors.ts';
import { Future, isFuture, markRunning, own, ownerOf, peek } from '../future.ts';
import type { FutureOwner } from '../future-owner.ts';
import { type Snapshot, takeSnapshot } from '../task/async-context.ts';
import { captureStores, hasStorages, type Stores } from '../task/propagate.ts';
import { currentContext, type TaskContext } from '../task/task-context.ts';
import { backoffBefore } from './backoff.ts';
import type { AnyFunction, Call } from './call.ts';
import { refuseCircle } from './circle.ts';
import { awaitDependencies, hasDependencies } from './dependencies.ts';
import { Extras } from './extras.ts';
import type { Scheduler } from './scheduler.ts';
import { isWatched, type SubmitOptions } from './submit-options.ts';
import { isHeard, publishSettled, publishStarted, publishSubmitted } from './task-events.ts';
import type { WorkItem } from './work-item.ts';

// Longer than most files: one class, whose states and moves belong together.

/** What a call does next, and what has to be undone if it is to stop. */
type Stage =
  | { readonly stage: 'new' }
  | { readonly stage: 'blocked'; readonly giveUp: () => void }
  | { readonly stage: 'pending' }
  | WorkItem // 'in hand'
  | { readonly stage: 'backing off'; readonly stopTimer: () => void; readonly error: unknown }
  | { readonly stage: 'settled' };

const fresh: Stage = { stage: 'new' };
const pending: Stage = { stage: 'pending' };
const settled: Stage = { stage: 'settled' };

const none: readonly unknown[] = [];

let lastId = 0;

/**
 * One call that was submitted, until its future is done: it stands in the pending line, is tried, and perhaps tried again.
 *
 * There may be very many, and each costs: what few of them need stands in {@link Extras}, a #private method would be a word more, and to extend `LineNode`, which has
 * fields, a call into V8's runtime.
 */
export class Submission implements LineNode, FutureOwner {
  prev: this | undefined = undefined;
  next: this | undefined = undefined;
  line: Line<this> | undefined = undefined;
  readonly scheduler: Scheduler;
  readonly future: Future<unknown>;
  readonly fn: AnyFunction;
  readonly options: SubmitOptions;
  /** The asynchronous context that it was submitted in. */
  scope!: Snapshot;
  /** The list of its arguments, an object; or what is none, its only argument: most calls that wait have a list less. */
  #given: unknown = none;
  #stage: Stage = fresh;
  #extras: Extras | undefined = undefined;

  /** It is not submitted before {@link submittedIn} is called. */
  constructor(
    scheduler: Scheduler,
    fn: AnyFunction,
    args: readonly unknown[],
    options: SubmitOptions,
    future: Future<unknown> = new Future(),
  ) {
    this.scheduler = scheduler;
    this.future = future;
    own(future, this);
    this.fn = fn;
    this.args = args;
    this.options = options;
  }

  /** Of a call with parts that few have. */
  static of(scheduler: Scheduler, call: Call): Submission {
    const submission = new Submission(scheduler, call.fn, call.args, call.options, call.future);
    if (Extras.areNeededFor(call)) {
      submission.#extras = new Extras(call);
    }
    return submission;
  }

  get args(): readonly unknown[] {
    const given = this.#given;
    return typeof given === 'object' ? (given as readonly unknown[]) : [given];
  }

  set args(args: readonly unknown[]) {
    this.#given = args.length === 1 && typeof args[0] !== 'object' ? args[0] : args;
  }

  /** Whether any of its arguments is a future. */
  get hasDependencies(): boolean {
    return typeof this.#given === 'object' && hasDependencies(this.args);
  }

  /** Unique in this thread. */
  get id(): number {
    const extras = this.needExtras;
    if (extras.id === 0) {
      lastId += 1;
      extras.id = lastId;
    }
    return extras.id;
  }

  /** The submission whose task submitted this one, if that is known in this thread. */
  get parent(): number | undefined {
    return this.#extras?.parent;
  }

  get chunk(): Call['chunk'] {
    return this.#extras?.chunk;
  }

  /** How many calls it makes. */
  get calls(): number {
    return this.#extras?.calls ?? 1;
  }

  /** The stores that cross over with it. */
  get stores(): Stores | undefined {
    return this.#extras?.stores;
  }

  get priority(): number {
    return this.options.priority ?? 0;
  }

  get name(): string {
    return this.options.name ?? (this.fn.name === '' ? 'anonymous' : this.fn.name);
  }

  /** What to transfer with this try. As long as another may follow, buffers are copied instead: it has to find them. */
  get transfer(): readonly unknown[] | undefined {
    const { transfer, retries = 0 } = this.options;
    if (transfer === undefined) {
      return undefined;
    }
    const argLists = this.chunk === undefined ? [this.args] : (this.args as unknown[][]);
    const list = typeof transfer === 'function' ? argLists.flatMap((args) => transfer(...(args as never[]))) : transfer;
    return this.attempts > retries ? list : list.filter((value) => !(value instanceof ArrayBuffer));
  }

  /** Whether it may be tried more than once. */
  get mayHaveMoreTries(): boolean {
    return (this.options.retries ?? 0) > 0;
  }

  /** Whether somebody has to hear of it as a try begins, and not later. */
  get isWatched(): boolean {
    return this.#extras?.onStart !== undefined || isWatched(this.options);
  }

  /**
   * Tells that it was submitted, and takes the stores that the task is to find when it runs. A storage that throws fails it, and not `submit`.
   *
   * @param parent - the submission whose task submits it
   */
  submittedIn(scope: Snapshot, parent: number | undefined): void {
    this.scope = scope;
    if (parent !== undefined) {
      this.needExtras.parent = parent;
    }
    const { signal } = this.options;
    if (signal !== undefined) {
      this.listenTo(signal);
    }
    if (this.scheduler.publishes && isHeard()) {
      scope.runInAsyncScope(publishSubmitted, undefined, this);
    } else if (hasStorages()) {
      scope.runInAsyncScope(captureStoresFor, undefined, this);
    }
  }

  /** Waits for the futures among its arguments; it holds no worker meanwhile. */
  awaitDependencies(): void {
    const giveUp = awaitDependencies(this.args, {
      ready: (args) => {
        this.args = args;
        this.scheduler.enqueue(this);
      },
      failed: (error) => {
        this.failed(error);
      },
      cancelled: () => {
        this.future.cancel();
      },
    });
    if (this.#stage.stage === 'new') {
      this.#stage = { stage: 'blocked', giveUp };
      for (const input of this.inputs) {
        input.addWaiter(this);
      }
      this.scheduler.setAside(this);
    }
  }

  /** It joins the pending line. */
  pending(): void {
    this.#stage = pending;
  }

  inHand(item: WorkItem): void {
    this.#stage = item;
  }

  /** The number of its next try. */
  get nextAttempt(): number {
    return 1 + (this.#extras?.attempts ?? 0);
  }

  /** A try begins; `false` if the future is done already. */
  begin(): boolean {
    if (!markRunning(this.future)) {
      return false;
    }
    if (!this.hasBegun) {
      this.scheduler.began();
    }
    return true;
  }

  /** A try has begun. */
  began({ attempt }: WorkItem): void {
    this.#extras?.onStart?.();
    if (this.scheduler.publishes && isHeard()) {
      publishStarted(this, attempt);
    }
  }

  trySucceeded(value: unknown): void {
    if (this.settle('done')) {
      this.future.setResult(value);
    }
  }

  tryFailed(item: WorkItem, error: unknown): void {
    if (this.#stage !== item) {
      return; // another try took its place
    }
    if (item.attempt > (this.options.retries ?? 0) || !this.scheduler.mayRetry) {
      this.failed(error);
      return;
    }
    let delay: number;
    try {
      delay = backoffBefore(item.attempt, this.options.backoff);
    } catch (backoffError) {
      this.failed(backoffError);
      return;
    }
    this.needExtras.triedBy(item);
    const stopTimer = startTimer(delay, () => {
      this.scheduler.enqueue(this);
    });
    this.#stage = { stage: 'backing off', stopTimer, error };
    this.scheduler.setAside(this);
  }

  failed(error: unknown): void {
    if (this.settle('failed')) {
      this.future.setException(error);
    }
  }

  /** No further tries: one that backs off fails with the error that it had. */
  giveUpRetrying(): void {
    if (this.#stage.stage === 'backing off') {
      this.failed(this.#stage.error);
    }
  }

  look(isCancelled: boolean): void {
    if (this.#stage.stage === 'in hand') {
      this.#stage.look(isCancelled);
    }
  }

  cancelled(reason: unknown): void {
    const stage = this.#stage;
    if (this.settle('cancelled') && stage.stage === 'in hand') {
      stage.stop(reason === undefined ? new CancelledError() : reason);
    }
  }

  settled(): void {
    const stage = this.#stage;
    if (stage.stage !== 'settled') {
      // By a stranger's `setResult` or `setException`: what the task answers comes too late.
      this.settle(peek(this.future)?.ok === true ? 'done' : 'failed');
      if (stage.stage === 'in hand') {
        stage.stop(new CancelledError('The future was given its outcome by somebody else'));
      }
    }
    if (this.scheduler.publishes && isHeard()) {
      publishSettled(this);
    }
    this.#extras?.forgetWaiters();
  }

  awaited(forGood: boolean): (() => void) | undefined {
    const context = currentContext();
    return context === undefined ? undefined : this.awaitedBy(context, forGood);
  }

  private awaitedBy(context: TaskContext, forGood: boolean): (() => void) | undefined {
    const { submission } = context;
    const isEdge = forGood && submission !== undefined;
    if (isEdge) {
      refuseCircle(submission, this);
      this.addWaiter(submission);
    }
    const takeBack = context.executor === this.scheduler.executor ? context.lendWhile(this.future) : undefined;
    return isEdge
      ? () => {
          this.#extras?.waiters.delete(submission);
          takeBack?.();
        }
      : takeBack;
  }

  /** Those whose end depends on its own: calls that have its future as an argument, and those whose task waits for it, for good. */
  waiters(): Submission[] {
    // One that is through, or at another try, does not wait any more.
    return Array.from(this.#extras?.waiters ?? [])
      .filter(([waiter, attempt]) => waiter.attempts === attempt && waiter.#stage.stage !== 'settled')
      .map(([waiter]) => waiter);
  }

  private addWaiter(waiter: Submission): void {
    this.needExtras.waiters.set(waiter, waiter.attempts);
  }

  /** The calls whose futures it waits for, as its arguments. */
  get inputs(): Submission[] {
    return this.#stage.stage === 'blocked' ? submissionsOf(this.args) : [];
  }

  private get needExtras(): Extras {
    return (this.#extras ??= new Extras());
  }

  /** Tries so far, the one in hand included. */
  private get attempts(): number {
    return this.#stage.stage === 'in hand' ? this.#stage.attempt : (this.#extras?.attempts ?? 0);
  }

  /** Whether any of its tries has: the counts of its scheduler have it as running then. */
  private get hasBegun(): boolean {
    return this.#extras?.hasBegun === true || (this.#stage.stage === 'in hand' && this.#stage.hasBegun);
  }

  private listenTo(signal: AbortSignal): void {
    this.needExtras.stopListening = onAbort(signal, () => {
      this.future.abort(signal.reason);
    });
  }

  /** Takes along what there is where it is published: what is bound to the channel is part of it. */
  recapture(): void {
    this.scope = takeSnapshot();
    this.captureStores();
  }

  captureStores(): void {
    try {
      const stores = captureStores(this.#extras?.stores);
      if (stores !== this.#extras?.stores) {
        this.needExtras.stores = stores;
      }
    } catch (error) {
      this.failed(error);
    }
  }

  /** Its future is about to be done: undoes what was arranged for it, and counts it. `false` if that was so already. */
  private settle(how: 'done' | 'failed' | 'cancelled'): boolean {
    const stage = this.#stage;
    if (stage.stage === 'settled') {
      return false;
    }
    const before = this.hasBegun ? 'running' : 'pending';
    this.#stage = settled;
    this.#extras?.stopListening?.();
    if (stage.stage === 'blocked') {
      this.giveUp(stage);
    } else if (stage.stage === 'backing off') {
      stage.stopTimer();
    }
    this.#given = none;
    this.scheduler.settled(this, before, how);
    return true;
  }

  /** Waits no more for what it depends on. */
  private giveUp(stage: { readonly giveUp: () => void }): void {
    stage.giveUp();
    for (const input of submissionsOf(this.args)) {
      input.#extras?.waiters.delete(this);
    }
  }
}

function captureStoresFor(submission: Submission): void {
  submission.captureStores();
}

/** Those whose futures are among `args`, and are not done. */
export function submissionsOf(args: readonly unknown[]): Submission[] {
  return args.map((arg) => (isFuture(arg) ? ownerOf(arg) : undefined)).filter((owner) => owner instanceof Submission);
}
