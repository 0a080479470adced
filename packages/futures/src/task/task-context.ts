import type { Executor } from '../executor/executor.ts';
import type { Submission } from '../executor/submission.ts';
import type { Future } from '../future.ts';
import { isThenable } from '../thenable.ts';
import { createStorage, runWith, type Snapshot } from './async-context.ts';
import { runWithStores, type Stores } from './propagate.ts';

/** What a running task may know of itself. */
export interface CurrentTask {
  /** Aborts when the task is to stop. */
  readonly signal: AbortSignal;
  readonly name: string;
  /** Which try this is, from 1. */
  readonly attempt: number;
  /** Where it runs; a task may submit to it and await the outcome, on one worker too. */
  readonly executor: Executor;
}

/** Who has a slot, and lends it while it waits. */
export interface Lender {
  /** The task waits for `future`, of its own executor: its slot is lent until that is done. Returns what says that the wait is over. */
  lendWhile(future: Future<unknown>): () => void;
}

/** Who knows what a running task is: asked once somebody asks, since most tasks never do. */
export interface TaskSource extends Lender {
  /** What the events of this thread call it; `undefined` where they do not know it. */
  readonly taskId: number | undefined;
  readonly name: string;
  readonly attempt: number;
  readonly executor: Executor;
  /** The call that it is a try of, where that was submitted in this thread. */
  readonly submission: Submission | undefined;
  readonly stores: Stores | undefined;
}

/** What `currentTask()` reads, and what a task runs in: one for each try. */
export class TaskContext implements CurrentTask, Lender {
  readonly #source: TaskSource;
  readonly #scope: Snapshot;
  #controller: AbortController | undefined = undefined;

  /** @param scope - the asynchronous context that the task runs in, and no other */
  constructor(source: TaskSource, scope: Snapshot) {
    this.#source = source;
    this.#scope = scope;
  }

  /** What the events of this thread call it; `undefined` where they do not know it. */
  get id(): number | undefined {
    return this.#source.taskId;
  }

  /** The call that it is a try of, where that was submitted in this thread. */
  get submission(): Submission | undefined {
    return this.#source.submission;
  }

  get name(): string {
    return this.#source.name;
  }

  get attempt(): number {
    return this.#source.attempt;
  }

  get executor(): Executor {
    return this.#source.executor;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  /** Its signal aborts. Whoever listens is of the task, and runs in its context, not in that of the one who stops it. */
  stop(reason: unknown): void {
    const controller = (this.#controller ??= new AbortController());
    this.run(() => {
      controller.abort(reason);
    });
  }

  /** Whether it was told to stop. */
  get isStopped(): boolean {
    return this.#controller?.signal.aborted === true;
  }

  lendWhile(future: Future<unknown>): () => void {
    return this.#source.lendWhile(future);
  }

  /** Calls `fn` as this task. What it does to its asynchronous context, nobody else sees. */
  run<R>(fn: () => R): R {
    return this.enter(callPlainly, fn, noArgs);
  }

  /** Calls `fn(...args)` as the task itself: answers its value, or a native promise. A thenable is asked within the task: a future lends the slot then. */
  call(fn: (...args: never[]) => unknown, args: readonly unknown[] = noArgs): unknown {
    return this.enter(callTask, fn, args);
  }

  private enter<F, R>(call: (fn: F, args: readonly unknown[]) => R, fn: F, args: readonly unknown[]): R {
    const { stores } = this.#source;
    return stores === undefined
      ? runWith(this.#scope, storage, this, call, fn, args)
      : runWith(this.#scope, storage, this, callPlainly<R>, inStores(stores, call, fn, args), noArgs);
  }
}

const noArgs: readonly unknown[] = [];

function inStores<F, A, R>(stores: Stores, call: (fn: F, args: A) => R, fn: F, args: A): () => R {
  return () => runWithStores(stores, () => call(fn, args));
}

function callPlainly<R>(fn: () => R): R {
  return fn();
}

function callTask(fn: (...args: never[]) => unknown, args: readonly unknown[]): unknown {
  const answer = fn(...(args as never[]));
  return isThenable(answer) ? toPromise(answer) : answer;
}

function toPromise(answer: PromiseLike<unknown>): Promise<unknown> {
  if (answer instanceof Promise && answer.constructor === Promise) {
    return answer;
  }
  return new Promise((resolve, reject) => {
    answer.then(resolve, reject);
  });
}

const storage = createStorage<TaskContext>();

export function currentContext(): TaskContext | undefined {
  return storage.getStore();
}

/** Whether this code runs in a task. */
export function inTask(): boolean {
  return storage.getStore() !== undefined;
}

/**
 * The task that this code runs in, `undefined` outside of one.
 *
 * @example
 * const checkPrice = task(import.meta, async function checkPrice(symbol: string) {
 *   return fetch(url(symbol), { signal: currentTask()?.signal ?? null });
 * });
 */
export function currentTask(): CurrentTask | undefined {
  return storage.getStore();
}
