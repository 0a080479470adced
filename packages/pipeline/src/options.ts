import type { Executor } from '@heddle/futures';
import { checkOptions, checkWaitOptions, describe } from '@heddle/queue/waiting';

/** What becomes of an item whose last try failed. */
export type OnError = 'fail' | 'skip' | 'collect';

/** Milliseconds, or how many for the try that failed, the first being 1. */
export type Backoff = number | ((attempt: number) => number);

/** How a stage consumes. */
export interface StageOptions {
  /** Calls at once; by default the executor's `maxWorkers`, or 8 without an executor. */
  workers?: number | undefined;
  /** Where the calls run; without it right here, on the event loop. */
  executor?: Executor | undefined;
  /** How many items may wait for this stage; by default twice `workers`. */
  queueSize?: number | undefined;
  /** More tries after the first; 0 by default. */
  retries?: number | undefined;
  /** The pause before each more try; by default exponential from 100, with jitter. */
  backoff?: Backoff | undefined;
  /** For each try, in milliseconds. */
  timeout?: number | undefined;
  /** `'fail'` (default) ends the run, `'skip'` leaves the item out, `'collect'` passes on what happened. */
  onError?: OnError | undefined;
}

/** How a pipeline runs. */
export interface RunOptions {
  /** Ends the run when it aborts; its reader gets `signal.reason`. */
  signal?: AbortSignal | undefined;
  /** Results in the order of the source; by default as completed. */
  ordered?: boolean | undefined;
  /** How long calls may take to end once the run has ended, in milliseconds; 1,000 by default. */
  graceMs?: number | undefined;
}

const onErrors: readonly unknown[] = ['fail', 'skip', 'collect'] satisfies OnError[];

/**
 * Checks the options of a stage; without any, `{}`.
 *
 * @throws {TypeError} an option has a wrong type
 * @throws {RangeError} a number is out of its range
 */
export function checkStageOptions(options: unknown): StageOptions {
  if (options === undefined) {
    return {};
  }
  checkOptions(options);
  const { workers, executor, queueSize, retries, backoff, timeout, onError } = options;
  checkNumber('workers', workers, 'an integer from 1 up', (n) => Number.isSafeInteger(n) && n >= 1);
  checkNumber('queueSize', queueSize, 'an integer from 1 up, or Infinity', (n) => isCount(n) && n >= 1);
  checkNumber('retries', retries, 'an integer from 0 up, or Infinity', isCount);
  checkNumber('timeout', timeout, milliseconds, isDuration);
  if (typeof backoff !== 'function') {
    checkNumber('backoff', backoff, `${milliseconds}, or a function that returns one`, isDuration);
  }
  if (executor !== undefined && !isExecutor(executor)) {
    throw new TypeError(`Expected executor to be an Executor, got ${describe(executor)}`);
  }
  if (onError !== undefined && !onErrors.includes(onError)) {
    throw new TypeError(`Expected onError to be 'fail', 'skip' or 'collect', got ${describe(onError)}`);
  }
  return options;
}

/** Checks the options of a run; see {@link checkStageOptions}. */
export function checkRunOptions(options: unknown): RunOptions {
  if (options === undefined) {
    return {};
  }
  checkOptions(options);
  const { signal, ordered, graceMs } = options;
  checkWaitOptions({ signal });
  checkNumber('graceMs', graceMs, milliseconds, isDuration);
  if (ordered !== undefined && typeof ordered !== 'boolean') {
    throw new TypeError(`Expected ordered to be a boolean, got ${describe(ordered)}`);
  }
  return options;
}

export const milliseconds = 'a number of milliseconds from 0 up';

/** Throws unless `value` is undefined or a number that `fits`. */
export function checkNumber(name: string, value: unknown, expected: string, fits: (value: number) => boolean): void {
  if (value === undefined || (typeof value === 'number' && fits(value))) {
    return;
  }
  const Problem = typeof value === 'number' ? RangeError : TypeError;
  throw new Problem(`Expected ${name} to be ${expected}, got ${describe(value)}`);
}

export function isDuration(value: number): boolean {
  return value >= 0;
}

function isCount(value: number): boolean {
  return value === Infinity || (Number.isSafeInteger(value) && value >= 0);
}

/** By what it can do, not by its class: it may come from another copy of the package. */
function isExecutor(value: unknown): value is Executor {
  return (
    typeof value === 'object' &&
    value !== null &&
    'submit' in value &&
    typeof value.submit === 'function' &&
    'with' in value &&
    typeof value.with === 'function'
  );
}
