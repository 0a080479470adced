import type { Executor } from '@heddle/futures';
import { onTestFinished } from 'vitest';
import { type Checklist, makeChecklist } from './checklist.ts';
import { Gate } from './gate.ts';

/** What every executor can be made with. */
export interface MakeExecutorOptions {
  maxWorkers: number;
  graceMs?: number;
}

export interface DescribeExecutorOptions {
  /** Makes a new executor. */
  make: (options: MakeExecutorOptions) => Executor;
  /** Where a program of its own finds the class: the module's URL, and the name that it exports. */
  program: { module: URL; className: string };
  /** Behaviours that do not hold for it: their titles, and why. */
  skips?: Record<string, string>;
}

/** The executor under test, as the parts of the suite see it. */
export interface ExecutorSubject extends Checklist {
  /** A new executor; it ends with the test. */
  readonly make: (options?: Partial<MakeExecutorOptions>) => Executor;
  /** A new gate; it opens with the end of the test, so that no task is left standing. */
  readonly gate: () => Promise<Gate>;
  readonly program: { readonly module: URL; readonly className: string };
}

/** Where a skip names no test, the test was renamed, or is gone: `unused()` lists such skips. */
export function makeExecutorSubject(options: DescribeExecutorOptions): ExecutorSubject {
  const { make, program, skips = {} } = options;
  return {
    program,
    make(given) {
      const executor = make({ maxWorkers: 1, ...given });
      onTestFinished(() => executor.shutdown({ cancelFutures: true }));
      return executor;
    },
    async gate() {
      const gate = await Gate.make();
      onTestFinished(() => gate[Symbol.asyncDispose]());
      return gate;
    },
    ...makeChecklist(skips),
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

/** The errors of an executor, as one sees them on any thread. */
export const executorErrors = {
  cancelled: { name: 'CancelledError', code: 'ERR_CANCELLED' },
  timeout: { name: 'TimeoutError', code: 'ERR_TIMEOUT' },
  shutdown: { name: 'ShutdownError', code: 'ERR_EXECUTOR_SHUTDOWN' },
  dependency: { name: 'DependencyError', code: 'ERR_DEPENDENCY' },
} as const;
