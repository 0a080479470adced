import { LineNode, onAbort, startTimer } from '@heddle/queue/waiting';
import { CancelledError } from '../errors.ts';
import { type Future, isFuture, ownedFuture, ownerOf, peek } from '../future.ts';
import type { FutureOwner } from '../future-owner.ts';
import type { Snapshot } from '../task/async-context.ts';
import { captureStores, type Stores } from '../task/propagate.ts';
import { currentContext } from '../task/task-context.ts';
import { backoffBefore } from './backoff.ts';
import type { AnyFunction, Call } from './call.ts';
import { refuseCircle } from './circle.ts';
import { awaitDependencies } from './dependencies.ts';
import type { Scheduler } from './scheduler.ts';
import type { SubmitOptions } from './submit-options.ts';
import { isHeard, publishSettled, publishStarted, publishSubmitted } from './task-events.ts';
import type { WorkItem } from './work-item.ts';

/** What a call does next, and what has to be undone if it is to stop. */
type Stage =
  | { readonly name: 'new' }
  | { readonly name: 'blocked'; readonly giveUp: () => void }
  | { readonly name: 'pending' }
  | { readonly name: 'in hand'; readonly item: WorkItem }
  | { readonly name: 'backing off'; readonly stopTimer: () => void; readonly error: unknown }
  | { readonly name: 'settled' };

const fresh: Stage = { name: 'new' };
const pending: Stage = { name: 'pending' };
const settled: Stage = { name: 'settled' };

const none: readonly unknown[] = [];

let lastId = 0;

/** One call that was submitted, until its future is done: it stands in the pending line, is tried, and perhaps tried again. */
export class Submission extends LineNode implements FutureOwner {
  /** Unique in this thread. */
  readonly id: number;
  /** The submission whose task submitted this one, if that is known in this thread. */
  readonly parent: number | undefined;
  readonly scheduler: Scheduler;
  readonly future: Future<unknown> = ownedFuture(this);
  readonly fn: AnyFunction;
  args: readonly unknown[];
  readonly options: SubmitOptions;
  readonly chunk: { readonly settled: boolean } | undefined;
  /** How many calls it makes. */
  readonly calls: number;
  /** The asynchronous context that it was submitted in, where the executor wants that. */
  scope: Snapshot | undefined = undefined;
  /** The stores that cross over with it. */
  stores: Stores | undefined;
  readonly #onStart: (() => void) | undefined;
  #stage: Stage = fresh;
  #attempts: number;
  /** Where the counts of its scheduler have it. */
  #countedAs: 'pending' | 'running' = 'pending';
  /** Who waits for it, for good, and at which try. Most wait elsewhere than in a task, so that there are none. */
  #waiters: Map<Submission, number> | undefined = undefined;
  #stopListening: (() => void) | undefined = undefined;

  constructor(scheduler: Scheduler, { fn, args, options, chunk, attempt = 1, stores, onStart }: Call) {
    super();
    lastId += 1;
    this.id = lastId;
    this.parent = currentContext()?.id;
    this.scheduler = scheduler;
    this.fn = fn;
    this.args = args;
    this.options = options;
    this.chunk = chunk;
    this.calls = chunk === undefined ? 1 : args.length;
    this.stores = stores;
    this.#onStart = onStart;
    this.#attempts = attempt - 1;
    const { signal } = options;
    if (signal !== undefined) {
      this.#stopListening = onAbort(signal, () => {
        this.future.abort(signal.reason);
      });
    }
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
    const argLists = this.chunk === undefined ? [this.args] : (this.args as unknown[][]);
    const list = typeof transfer === 'function' ? argLists.flatMap((args) => transfer(...(args as never[]))) : transfer;
    return this.#attempts > retries ? list : list?.filter((value) => !(value instanceof ArrayBuffer));
  }

  /** Whether it may be tried more than once. */
  get mayHaveMoreTries(): boolean {
    return (this.options.retries ?? 0) > 0;
  }

  /** Tells that it was submitted, and takes what the task is to find when it runs. A storage that throws fails it, and not `submit`. */
  capture(captureScope: () => Snapshot | undefined): void {
    if (this.scheduler.publishes && isHeard()) {
      publishSubmitted(this, () => {
        this.#capture(captureScope);
      });
    } else {
      this.#capture(captureScope);
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
    if (this.#stage.name === 'new') {
      this.#stage = { name: 'blocked', giveUp };
      for (const input of this.inputs) {
        input.#addWaiter(this);
      }
      this.scheduler.setAside(this);
    }
  }

  /** It joins the pending line. */
  pending(): void {
    this.#stage = pending;
  }

  inHand(item: WorkItem): void {
    this.#stage = { name: 'in hand', item };
  }

  nextAttempt(): number {
    this.#attempts += 1;
    return this.#attempts;
  }

  /** A try begins; `false` if the future is done already. */
  begin(): boolean {
    if (this.future.done()) {
      return false;
    }
    if (!this.future.running()) {
      this.future.setRunningOrNotifyCancel();
    }
    if (this.#countedAs === 'pending') {
      this.#countedAs = 'running';
      this.scheduler.began();
    }
    return true;
  }

  /** A try has begun. */
  began({ attempt }: WorkItem): void {
    this.#onStart?.();
    if (this.scheduler.publishes && isHeard()) {
      publishStarted(this, attempt);
    }
  }

  trySucceeded(value: unknown): void {
    if (this.#settle('done')) {
      this.future.setResult(value);
    }
  }

  tryFailed(item: WorkItem, error: unknown): void {
    if (this.#stage.name !== 'in hand' || this.#stage.item !== item) {
      return; // another try took its place
    }
    if (item.attempt <= (this.options.retries ?? 0) && this.scheduler.mayRetry) {
      let delay: number;
      try {
        delay = backoffBefore(item.attempt, this.options.backoff);
      } catch (backoffError) {
        this.failed(backoffError);
        return;
      }
      const stopTimer = startTimer(delay, () => {
        this.scheduler.enqueue(this);
      });
      this.#stage = { name: 'backing off', stopTimer, error };
      this.scheduler.setAside(this);
      return;
    }
    this.failed(error);
  }

  failed(error: unknown): void {
    if (this.#settle('failed')) {
      this.future.setException(error);
    }
  }

  /** No further tries: one that backs off fails with the error that it had. */
  giveUpRetrying(): void {
    if (this.#stage.name === 'backing off') {
      this.failed(this.#stage.error);
    }
  }

  cancelled(reason: unknown): void {
    const stage = this.#stage;
    if (this.#settle('cancelled') && stage.name === 'in hand') {
      stage.item.stop(reason === undefined ? new CancelledError() : reason);
    }
  }

  settled(): void {
    const stage = this.#stage;
    if (stage.name !== 'settled') {
      // By a stranger's `setResult` or `setException`: what the task answers comes too late.
      this.#settle(peek(this.future)?.ok === true ? 'done' : 'failed');
      if (stage.name === 'in hand') {
        stage.item.stop(new CancelledError('The future was given its outcome by somebody else'));
      }
    }
    this.#waiters = undefined;
    if (this.scheduler.publishes && isHeard()) {
      publishSettled(this);
    }
  }

  awaited(forGood: boolean): (() => void) | undefined {
    const context = currentContext();
    if (context === undefined) {
      return undefined;
    }
    const { submission } = context;
    const isEdge = forGood && submission !== undefined;
    if (isEdge) {
      refuseCircle(submission, this);
      this.#addWaiter(submission);
    }
    const takeBack = context.executor === this.scheduler.executor ? context.lendWhile(this.future) : undefined;
    return isEdge
      ? () => {
          this.#waiters?.delete(submission);
          takeBack?.();
        }
      : takeBack;
  }

  /** Those whose end depends on its own: calls that have its future as an argument, and those whose task waits for it, for good. */
  waiters(): Submission[] {
    // One that is through, or at another try, does not wait any more.
    return Array.from(this.#waiters ?? [])
      .filter(([waiter, attempt]) => waiter.#attempts === attempt && waiter.#stage.name !== 'settled')
      .map(([waiter]) => waiter);
  }

  #addWaiter(waiter: Submission): void {
    (this.#waiters ??= new Map()).set(waiter, waiter.#attempts);
  }

  /** The calls whose futures it waits for, as its arguments. */
  get inputs(): Submission[] {
    return this.#stage.name === 'blocked' ? submissionsOf(this.args) : [];
  }

  #capture(captureScope: () => Snapshot | undefined): void {
    try {
      this.scope = captureScope();
      this.stores = captureStores(this.stores);
    } catch (error) {
      this.failed(error);
    }
  }

  /** Its future is about to be done: undoes what was arranged for it, and counts it. `false` if that was so already. */
  #settle(how: 'done' | 'failed' | 'cancelled'): boolean {
    const stage = this.#stage;
    if (stage.name === 'settled') {
      return false;
    }
    this.#stage = settled;
    this.#stopListening?.();
    if (stage.name === 'blocked') {
      stage.giveUp();
      for (const input of submissionsOf(this.args)) {
        input.#waiters?.delete(this);
      }
    } else if (stage.name === 'backing off') {
      stage.stopTimer();
    }
    this.args = none;
    this.scheduler.settled(this, this.#countedAs, how);
    return true;
  }
}

/** Those whose futures are among `args`, and are not done. */
export function submissionsOf(args: readonly unknown[]): Submission[] {
  return args.map((arg) => (isFuture(arg) ? ownerOf(arg) : undefined)).filter((owner) => owner instanceof Submission);
}
