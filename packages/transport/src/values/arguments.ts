import { type TaskReference, TransferError } from '@heddle/futures';
import { taskInfo } from '@heddle/futures/executor';
import { Queue, SimpleQueue } from '@heddle/queue';
import { describe } from '@heddle/queue/waiting';

/** Arguments as they cross. */
export interface WireArguments {
  readonly values: readonly unknown[];
  /** Which of them are tasks: those cross by reference. */
  readonly tasks: readonly (readonly [index: number, task: TaskReference])[] | undefined;
}

/** @throws {TransferError} an argument cannot cross; those that only a clone would find out are found by {@link explain} */
export function encodeArguments(args: readonly unknown[], name: string): WireArguments {
  let values: unknown[] | undefined;
  const tasks: [number, TaskReference][] = [];
  for (const [index, arg] of args.entries()) {
    if (typeof arg === 'function') {
      const reference = taskInfo(arg);
      if (reference !== undefined) {
        values ??= [...args];
        values[index] = undefined;
        tasks.push([index, reference]);
      }
    } else if (arg instanceof Queue || arg instanceof SimpleQueue) {
      throw new TransferError(
        `Expected argument ${index} of ${name} to be something that can cross to a worker, got ${describe(arg)}: a queue cannot be given to a worker yet`,
      );
    }
  }
  return { values: values ?? args, tasks: tasks.length === 0 ? undefined : tasks };
}

/** Puts arguments together again; `find` has the function of a reference. */
export function decodeArguments(
  { values, tasks }: WireArguments,
  find: (reference: TaskReference) => unknown,
): readonly unknown[] {
  if (tasks === undefined) {
    return values;
  }
  const args = [...values];
  for (const [index, reference] of tasks) {
    args[index] = find(reference);
  }
  return args;
}

/** Which argument a channel refused, and why. */
export function explain(
  args: readonly unknown[],
  name: string,
  transfer: readonly unknown[] | undefined,
  refusal: unknown,
): TransferError {
  for (const [index, arg] of args.entries()) {
    const isTask = typeof arg === 'function' && taskInfo(arg) !== undefined;
    const problem = isTask || transfer?.includes(arg) === true ? undefined : whyNotCloneable(arg);
    if (problem !== undefined) {
      return new TransferError(
        `Expected argument ${index} of ${name} to be something that can cross to a worker, got ${describe(arg)}: ${messageOf(problem.error)}`,
        { cause: problem.error },
      );
    }
  }
  return new TransferError(
    `Expected the arguments of ${name} to be something that can cross to a worker: ${messageOf(refusal)}`,
    { cause: refusal },
  );
}

/** Boxed: a getter that throws `undefined` is a reason too. */
export function whyNotCloneable(value: unknown): { readonly error: unknown } | undefined {
  try {
    structuredClone(value);
    return undefined;
  } catch (error) {
    return { error };
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
