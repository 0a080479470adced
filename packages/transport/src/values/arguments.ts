import { type TaskReference, TransferError } from '@heddle/futures';
import { type Stores, taskInfo } from '@heddle/futures/executor';
import { aQueueCannotBeCloned } from '@heddle/queue/parts';
import { describe } from '@heddle/queue/waiting';
import type { WireThrown } from '../errors/wire-error.ts';
import { type AnyQueue, isQueue } from './is-queue.ts';
import { isSharedQueue, type SharedReference } from './shared-queue.ts';
import type { WireQueue } from './wire-queue.ts';

/** What stands for an argument that is not copied. */
export type Reference =
  /** The worker imports it. */
  | { readonly type: 'task'; readonly task: TaskReference }
  /** It stays where it is, and is asked from over there. */
  | { readonly type: 'queue'; readonly queue: WireQueue }
  /** The thread attaches it. */
  | { readonly type: 'shared queue'; readonly handle: SharedReference['handle'] };

/** Arguments as they cross. */
export interface WireArguments {
  readonly values: readonly unknown[];
  /** Of those that are not among the values. */
  readonly references: readonly (readonly [index: number, reference: Reference])[] | undefined;
}

/** What crosses instead of the arguments of one call of several, where they cannot. */
export interface WireRefusal {
  readonly refused: WireThrown;
}

/**
 * @param refer - how a queue is written, `undefined` for one that cannot go there
 * @throws {TransferError} an argument cannot cross; those that only a clone would find out are found by {@link explain}
 */
export function encodeArguments(
  args: readonly unknown[],
  name: string,
  refer: (queue: AnyQueue) => WireQueue | undefined,
): WireArguments {
  let values: unknown[] | undefined;
  let references: [number, Reference][] | undefined;
  for (const [index, arg] of args.entries()) {
    const reference = referenceTo(arg, index, name, refer);
    if (reference !== undefined) {
      values ??= [...args];
      values[index] = undefined;
      references ??= [];
      references.push([index, reference]);
    }
  }
  return { values: values ?? args, references };
}

function referenceTo(
  arg: unknown,
  index: number,
  name: string,
  refer: (queue: AnyQueue) => WireQueue | undefined,
): Reference | undefined {
  if (typeof arg === 'function') {
    const task = taskInfo(arg);
    return task === undefined ? undefined : { type: 'task', task };
  }
  if (typeof arg !== 'object' || arg === null) {
    return undefined;
  }
  if (isQueue(arg)) {
    const queue = refer(arg);
    if (queue === undefined) {
      const why = 'it was made on a worker, and would end with it; make it in the program that has the pool';
      throw refusal(index, name, arg, why);
    }
    return { type: 'queue', queue };
  }
  if (isSharedQueue(arg)) {
    const { handle } = arg;
    if (handle.codec === 'custom') {
      const why = 'its codec cannot cross; give the task its handle, and attach it there with the codec';
      throw refusal(index, name, arg, why);
    }
    return { type: 'shared queue', handle };
  }
  return undefined;
}

/** Puts arguments together again; `find` has what a reference stands for. */
export function decodeArguments(
  { values, references }: WireArguments,
  find: (reference: Reference) => unknown,
): readonly unknown[] {
  if (references === undefined) {
    return values;
  }
  const args = [...values];
  for (const [index, reference] of references) {
    args[index] = find(reference);
  }
  return args;
}

/** Which argument of a call cannot cross, and why; `undefined` where a clone would allow all. */
export function explainArguments(
  args: readonly unknown[],
  name: string,
  transfer: readonly unknown[] | undefined,
  whyNot: WhyNot = whyNotCloneable,
): TransferError | undefined {
  for (const [index, arg] of args.entries()) {
    if (
      transfer?.includes(arg) === true ||
      isQueue(arg) ||
      (typeof arg === 'function' && taskInfo(arg) !== undefined)
    ) {
      continue;
    }
    const problem = whyNot(isSharedQueue(arg) ? arg.handle : arg);
    if (problem !== undefined) {
      return refusal(index, name, arg, `${messageOf(problem.error)}${adviceOn(arg, problem.error)}`, problem.error);
    }
  }
  return undefined;
}

function refusal(index: number, name: string, arg: unknown, why: string, cause?: unknown): TransferError {
  return new TransferError(
    `Expected argument ${index} of ${name} to be something that can cross to a worker, got ${describe(arg)}: ${why}`,
    cause === undefined ? {} : { cause },
  );
}

/** What to do about it, where that can be told. */
function adviceOn(arg: unknown, error: unknown): string {
  if (isSharedQueue(arg)) {
    return ' (it is memory that threads share: give a process a Queue)';
  }
  // The name of what a clone stumbles upon in a queue.
  return messageOf(error).includes(aQueueCannotBeCloned.name) ? ' (give the queue as an argument of its own)' : '';
}

/** Which argument of a call, or which of the stores that it takes along, a channel refused, and why. */
export function explain(
  args: readonly unknown[],
  name: string,
  transfer: readonly unknown[] | undefined,
  refusal: unknown,
  stores: Stores = [],
  whyNot: WhyNot = whyNotCloneable,
): TransferError {
  const problem = explainArguments(args, name, transfer, whyNot);
  if (problem !== undefined) {
    return problem;
  }
  for (const [storage, store] of stores) {
    const problem = whyNot(store);
    if (problem !== undefined) {
      return new TransferError(
        `Expected the store of ${JSON.stringify(storage)}, which ${name} takes along (see propagate), to be something that can cross to a worker, got ${describe(store)}: ${messageOf(problem.error)}`,
        { cause: problem.error },
      );
    }
  }
  return new TransferError(
    `Expected the arguments of ${name} to be something that can cross to a worker: ${messageOf(refusal)}`,
    { cause: refusal },
  );
}

/** Why a channel cannot carry a value, `undefined` where it can. Boxed: a getter that throws `undefined` is a reason too. */
export type WhyNot = (value: unknown) => { readonly error: unknown } | undefined;

/** What a structured clone says. */
export function whyNotCloneable(value: unknown): { readonly error: unknown } | undefined {
  try {
    structuredClone(value);
    return undefined;
  } catch (error) {
    return { error };
  }
}

/** Never throws, whatever the error does when it is looked at. */
export function messageOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return 'an error that cannot be shown';
  }
}
