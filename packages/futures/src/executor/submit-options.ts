import { isHeard } from './task-events.ts';
import { checkOptions, checkWaitOptions, describe } from '@heddle/queue/waiting';
import { checkFunction, checkInteger, checkMilliseconds } from './options.ts';

/** How the tasks that are submitted through a view run. */
export interface SubmitOptions {
  /** Aborts the tasks, running ones too, with its reason. */
  signal?: AbortSignal | undefined;
  /** Milliseconds that each try may take, from when it runs; then it fails with `TimeoutError` and is stopped. */
  timeout?: number | undefined;
  /** An integer from 0 up; lower runs first. 0 by default. */
  priority?: number | undefined;
  /** What to transfer instead of to clone, where the executor can; a function is asked for each call's arguments. With `retries` buffers are transferred by the last try alone. */
  transfer?: readonly unknown[] | ((...args: never[]) => readonly unknown[]) | undefined;
  /** Instead of the function's name, for `currentTask()` and monitors. */
  name?: string | undefined;
  /** How many more tries a failing task gets. 0 by default. */
  retries?: number | undefined;
  /** Milliseconds before the next try, or what says them for try 1, 2, …; by default exponential from 100, with jitter. */
  backoff?: number | ((attempt: number) => number) | undefined;
}

/** @throws {TypeError | RangeError} an option is none; names it, and what was got */
export function checkSubmitOptions(options: SubmitOptions): void {
  checkOptions(options);
  checkWaitOptions(options);
  const { priority, transfer, name, retries, backoff } = options;
  if (priority !== undefined) {
    checkInteger('priority', priority, 0);
  }
  if (transfer !== undefined && !Array.isArray(transfer)) {
    checkFunction('transfer', transfer);
  }
  if (name !== undefined && typeof name !== 'string') {
    throw new TypeError(`Expected name to be a string, got ${describe(name)}`);
  }
  if (retries !== undefined && retries !== Infinity) {
    checkInteger('retries', retries, 0);
  }
  if (backoff !== undefined && typeof backoff !== 'function') {
    checkMilliseconds('backoff', backoff);
  }
}

/** The options of a view of a view: the inner ones win, signals combine. */
export function nest(outer: SubmitOptions, inner: SubmitOptions): SubmitOptions {
  const nested: Record<string, unknown> = { ...outer };
  for (const [key, value] of Object.entries(inner)) {
    if (value !== undefined) {
      nested[key] = value;
    }
  }
  if (outer.signal !== undefined && inner.signal !== undefined) {
    nested['signal'] = AbortSignal.any([outer.signal, inner.signal]);
  }
  return nested;
}

/** Whether somebody has to hear of a task with these options as it begins, and not later: its time runs from then, and what was transferred cannot be taken back. */
export function isWatched({ timeout, transfer }: SubmitOptions): boolean {
  return timeout !== undefined || transfer !== undefined || isHeard();
}
