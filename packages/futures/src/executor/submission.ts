import { LineNode, onAbort, startTimer } from '@heddle/queue/waiting';
import { CancelledError } from '../errors.ts';
import { type Future, type FutureState, ownedFuture } from '../future.ts';
import type { FutureOwner } from '../future-owner.ts';
import { currentContext } from '../task/task-context.ts';
import { backoffBefore } from './backoff.ts';
import { awaitDependencies } from './dependencies.ts';
import type { Scheduler } from './scheduler.ts';
import type { SubmitOptions } from './submit-options.ts';
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

// oxlint-disable-next-line typescript/no-explicit-any -- whatever was submitted
export type AnyFunction = (...args: any[]) => unknown;

/** One call that was submitted, until its future is done: it stands in the pending line, is tried, and perhaps tried again. */
export class Submission extends LineNode implements FutureOwner {
  readonly scheduler: Scheduler;
  readonly future: Future<unknown> = ownedFuture(this);
  readonly fn: AnyFunction;
  args: readonly unknown[];
  readonly options: SubmitOptions;
  readonly chunk: { readonly settled: boolean } | undefined;
  readonly context: unknown;
  #stage: Stage = fresh;
  #attempts = 0;
  #stopListening: (() => void) | undefined = undefined;

  constructor(parts: {
    scheduler: Scheduler;
    fn: AnyFunction;
    args: readonly unknown[];
    options: SubmitOptions;
    chunk: { readonly settled: boolean } | undefined;
    context: unknown;
  }) {
    super();
    this.scheduler = parts.scheduler;
    this.fn = parts.fn;
    this.args = parts.args;
    this.options = parts.options;
    this.chunk = parts.chunk;
    this.context = parts.context;
    const { signal } = parts.options;
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

  get transfer(): readonly unknown[] | undefined {
    const { transfer } = this.options;
    if (typeof transfer !== 'function') {
      return transfer;
    }
    const argLists = this.chunk === undefined ? [this.args] : (this.args as unknown[][]);
    return argLists.flatMap((args) => transfer(...(args as never[])));
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
      this.scheduler.began();
    }
    return true;
  }

  trySucceeded(value: unknown): void {
    if (this.#settle(this.future.state, 'done')) {
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
    if (this.#settle(this.future.state, 'failed')) {
      this.future.setException(error);
    }
  }

  /** No further tries: one that backs off fails with the error that it had. */
  giveUpRetrying(): void {
    if (this.#stage.name === 'backing off') {
      this.failed(this.#stage.error);
    }
  }

  /** The future was pending. */
  cancelled(reason: unknown): void {
    this.#cancel('pending', reason);
  }

  /** The future was running. */
  aborted(reason: unknown): void {
    this.#cancel('running', reason);
  }

  awaited(): (() => void) | undefined {
    const context = currentContext();
    return context !== undefined && context.executor === this.scheduler.executor
      ? context.lendWhile(this.future)
      : undefined;
  }

  #cancel(before: 'pending' | 'running', reason: unknown): void {
    const stage = this.#stage;
    if (this.#settle(before, 'cancelled') && stage.name === 'in hand') {
      stage.item.stop(reason ?? new CancelledError());
    }
  }

  /** Its future is about to be done: undoes what was arranged for it, and counts it. `false` if that was so already. */
  #settle(before: FutureState, how: 'done' | 'failed' | 'cancelled'): boolean {
    const stage = this.#stage;
    if (stage.name === 'settled') {
      return false;
    }
    this.#stage = settled;
    this.#stopListening?.();
    if (stage.name === 'blocked') {
      stage.giveUp();
    } else if (stage.name === 'backing off') {
      stage.stopTimer();
    }
    this.args = [];
    this.scheduler.settled(this, before === 'running' ? 'running' : 'pending', how);
    return true;
  }
}
