import type { Executor, TaskInfo } from '@heddle/futures';
import { afterAll, onTestFinished } from 'vitest';
import { type Check, type Checklist, makeChecklist } from '../checklist.ts';
import { Gate } from '../gate.ts';

type Hook = ((...args: never[]) => unknown) & TaskInfo;

/** What the suite makes an executor with. */
export interface MakeExecutorOptions {
  maxWorkers: number;
  graceMs?: number;
  initializer?: Hook;
  // What follows is asked of executors whose workers are threads or processes.
  initArgs?: readonly unknown[];
  finalizer?: Hook;
  tasksPerWorker?: number;
  maxTasksPerChild?: number;
  onCrash?: 'replace' | 'retry' | 'break';
  idleTimeout?: number;
  /** Megabytes of heap that each worker may use. */
  memoryMb?: number;
}

export type MakeExecutor = (options: MakeExecutorOptions) => Executor;

export interface DescribeExecutorOptions {
  /** What the suite is called in the output; `'executor'` by default. */
  name?: string;
  /** What its tasks run on: the thread that submits (the default), threads or processes of their own. */
  workers?: 'none' | 'threads' | 'processes';
  /** Where a program of its own finds the class: the module's URL, and the name that it exports. Without it no programs are run. */
  program?: { module: URL; className: string };
  /** Behaviours that do not hold for it: titles of tests or of groups, and why. */
  skips?: Record<string, string>;
  /** Random schedules to run; 1,000 by default. */
  schedules?: number;
}

/** The executor under test, as the parts of the suite see it. */
export interface ExecutorSubject extends Checklist {
  readonly name: string;
  readonly workers: 'none' | 'threads' | 'processes';
  /** A new executor, which the caller ends. */
  readonly makeExecutor: MakeExecutor;
  /** A new executor; it ends with the test. */
  readonly make: (options?: Partial<MakeExecutorOptions>) => Executor;
  /** To be called outside of tests: what answers an executor that all tests of a group share. It is made with the first of them, and ends with the group. */
  readonly share: (options?: Partial<MakeExecutorOptions>) => () => Executor;
  /** A new gate; it opens with the end of the test, so that no task is left standing. */
  readonly gate: () => Promise<Gate>;
  /** A test of what workers do, threads and processes alike. */
  readonly checkOnWorkers: Check;
  /** A test of what workers do that are processes. */
  readonly checkOnProcesses: Check;
  /** A test of programs of their own. */
  readonly checkPrograms: Check;
  readonly program: { readonly module: URL; readonly className: string } | undefined;
  readonly schedules: number;
}

export function makeExecutorSubject(makeExecutor: MakeExecutor, options: DescribeExecutorOptions): ExecutorSubject {
  const { name = 'executor', workers = 'none', program, skips = {}, schedules = 1_000 } = options;
  const checklist = makeChecklist(skips);
  return {
    ...checklist,
    name,
    workers,
    program,
    schedules,
    makeExecutor,
    make(given) {
      const executor = makeExecutor({ maxWorkers: 1, ...given });
      onTestFinished(() => executor.shutdown({ cancelFutures: true }));
      return executor;
    },
    share(given) {
      let executor: Executor | undefined;
      afterAll(() => executor?.shutdown({ cancelFutures: true }));
      return () => (executor ??= makeExecutor({ maxWorkers: 1, ...given }));
    },
    async gate() {
      const gate = await Gate.make();
      onTestFinished(() => gate[Symbol.asyncDispose]());
      return gate;
    },
    checkOnWorkers: checklist.checkUnless(
      workers === 'none' ? 'its tasks run on the thread that submits: it has no worker that could end' : undefined,
    ),
    checkOnProcesses: checklist.checkUnless(
      workers === 'processes' ? undefined : 'its tasks run inside the process that submits: it would end with them',
    ),
    checkPrograms: checklist.checkUnless(
      program === undefined ? 'no `program` is given: where would a program of its own find it?' : undefined,
    ),
  };
}

/** What `call` fails with, whether it throws or rejects. */
export async function failureOf(call: (() => unknown) | PromiseLike<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await (typeof call === 'function' ? call() : call);
  } catch (error) {
    return error;
  }
  throw new Error(`Expected a failure, got ${String(value)}`);
}

/** Looks, turn by turn of the event loop, until `holds`: for a state that nothing tells of. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise(setImmediate);
  }
}

/** The errors of an executor, as one sees them on any thread. */
export const executorErrors = {
  broken: { name: 'BrokenExecutor', code: 'ERR_BROKEN_EXECUTOR' },
  cancelled: { name: 'CancelledError', code: 'ERR_CANCELLED' },
  crashed: { name: 'WorkerCrashedError', code: 'ERR_WORKER_CRASHED' },
  dependency: { name: 'DependencyError', code: 'ERR_DEPENDENCY' },
  shutdown: { name: 'ShutdownError', code: 'ERR_EXECUTOR_SHUTDOWN' },
  timeout: { name: 'TimeoutError', code: 'ERR_TIMEOUT' },
  transfer: { name: 'TransferError', code: 'ERR_TRANSFER' },
} as const;
