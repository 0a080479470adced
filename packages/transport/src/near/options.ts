import { availableParallelism } from 'node:os';
import type { TaskInfo } from '@heddle/futures';
import { taskInfo } from '@heddle/futures/executor';
import { describe } from '@heddle/queue/waiting';

/** What becomes of the tasks that ran on a worker that died: they fail, they run once more, or the whole pool is broken, as in Python. */
export type OnCrash = 'replace' | 'retry' | 'break';

type Hook = ((...args: never[]) => unknown) & TaskInfo;

/** What both executors take. */
export interface WorkerPoolOptions {
  /** Workers at the most; by default as many as there are processors. */
  maxWorkers?: number | undefined;
  /** Tasks at once on each worker; 1 by default. */
  tasksPerWorker?: number | undefined;
  /** A task that each worker calls before anything else. */
  initializer?: Hook | undefined;
  /** A task that each worker calls as it ends in good order. */
  finalizer?: Hook | undefined;
  /** For both. */
  initArgs?: readonly unknown[] | undefined;
  /** A worker is replaced after so many tasks; by default never. */
  maxTasksPerChild?: number | undefined;
  /** Milliseconds after which a worker that has nothing to do is ended in good order; 60,000 by default. `Infinity` keeps it, 0 ends it at once. */
  idleTimeout?: number | undefined;
  /** `'replace'` by default. */
  onCrash?: OnCrash | undefined;
  /** Milliseconds that a stopped task has to end before its worker is replaced; 1,000 by default. */
  graceMs?: number | undefined;
}

/** @throws {TypeError | RangeError} an option is none; names it, and what was got */
export function checkPoolOptions(options: WorkerPoolOptions): {
  readonly onCrash: OnCrash;
  readonly maxWorkers: number;
  readonly tasksPerWorker: number;
  readonly maxTasksPerChild: number;
  readonly idleTimeout: number;
  readonly graceMs: number;
  readonly initArgs: readonly unknown[];
} {
  checkObject('options', options);
  const {
    maxWorkers = availableParallelism(),
    tasksPerWorker = 1,
    maxTasksPerChild = Infinity,
    idleTimeout = 60_000,
    onCrash = 'replace',
    graceMs = 1_000,
    initArgs = [],
    initializer,
    finalizer,
  } = options;
  checkCount('maxWorkers', maxWorkers);
  checkCount('tasksPerWorker', tasksPerWorker);
  if (maxTasksPerChild !== Infinity) {
    checkCount('maxTasksPerChild', maxTasksPerChild);
  }
  checkMilliseconds('idleTimeout', idleTimeout);
  checkMilliseconds('graceMs', graceMs);
  if (onCrash !== 'replace' && onCrash !== 'retry' && onCrash !== 'break') {
    throw new TypeError(`Expected onCrash to be "replace", "retry" or "break", got ${describe(onCrash)}`);
  }
  if (!Array.isArray(initArgs)) {
    throw new TypeError(`Expected initArgs to be an array, got ${describe(initArgs)}`);
  }
  checkHook('initializer', initializer);
  checkHook('finalizer', finalizer);
  return { maxWorkers, tasksPerWorker, maxTasksPerChild, idleTimeout, onCrash, graceMs, initArgs };
}

/** @throws {TypeError} `value` is no object */
export function checkObject(name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`Expected ${name} to be an object, got ${describe(value)}`);
  }
}

function checkCount(name: string, value: unknown): void {
  if (typeof value !== 'number') {
    throw new TypeError(`Expected ${name} to be an integer from 1 up, got ${describe(value)}`);
  }
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`Expected ${name} to be an integer from 1 up, got ${describe(value)}`);
  }
}

function checkMilliseconds(name: string, value: unknown): void {
  if (typeof value !== 'number' || !(value >= 0)) {
    const Problem = typeof value === 'number' ? RangeError : TypeError;
    throw new Problem(`Expected ${name} to be a number of milliseconds from 0 up, got ${describe(value)}`);
  }
}

function checkHook(name: string, hook: unknown): void {
  if (hook !== undefined && taskInfo(hook) === undefined) {
    throw new TypeError(
      `Expected ${name} to be a task, made with task(import.meta, function ${name}() { … }), got ${describe(hook)}`,
    );
  }
}
