import type { Executor } from '../executor/executor.ts';
import type { Future } from '../future.ts';
import { createStorage } from './async-context.ts';

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

interface TaskContextParts {
  readonly name: string;
  readonly attempt: number;
  readonly executor: Executor;
  /** The task waits for `future`, of its own executor: lend its slot until that is done. Returns what says that the wait is over. */
  readonly lendWhile: (future: Future<unknown>) => () => void;
}

/** What `currentTask()` reads: one for each try of a task. */
export class TaskContext implements CurrentTask {
  readonly name: string;
  readonly attempt: number;
  readonly executor: Executor;
  readonly lendWhile: (future: Future<unknown>) => () => void;
  #controller: AbortController | undefined = undefined;

  constructor(parts: TaskContextParts) {
    this.name = parts.name;
    this.attempt = parts.attempt;
    this.executor = parts.executor;
    this.lendWhile = parts.lendWhile;
  }

  /** Made once somebody asks: most tasks never do. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  stop(reason: unknown): void {
    this.#controller ??= new AbortController();
    this.#controller.abort(reason);
  }
}

const storage = createStorage<TaskContext>();

/** Calls `fn` as a task. */
export function runInTask<R>(context: TaskContext, fn: () => R): R {
  return storage.run(context, fn);
}

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
