import { taskInfo, type WorkItem } from '@heddle/futures/executor';
import { encodeThrown, withTextOnly } from '../errors/encode.ts';
import type { WireCall } from '../messages.ts';
import {
  encodeArguments,
  explainArguments,
  type WhyNot,
  type WireArguments,
  type WireRefusal,
} from '../values/arguments.ts';
import { type FlatArguments, unflatten } from '../values/flat-arguments.ts';
import type { AnyQueue } from '../values/is-queue.ts';
import type { WireQueue } from '../values/wire-queue.ts';
import { flatten } from './flatten.ts';

type Refer = (queue: AnyQueue) => WireQueue;

/**
 * @param nested - the number under which the worker itself submitted it, if it did
 * @param refer - how a queue is written for that worker
 * @throws {TransferError} an argument cannot cross
 */
export function encodeCall(item: WorkItem, nested: number | undefined, refer: Refer): WireCall {
  const { call: id, fn, args, chunk, name, attempt, stores } = item;
  const task = taskInfo(fn);
  if (task === undefined) {
    throw new TypeError(`Expected ${name} to be a task`);
  }
  return {
    id,
    task,
    args: chunk === undefined ? encodeArguments(args, name, refer) : undefined,
    chunk:
      chunk === undefined
        ? undefined
        : { settled: chunk.settled, ...encodeLists(args as readonly (readonly unknown[])[], name, refer) },
    name,
    attempt,
    stores,
    nested,
  };
}

/** The call without those argument lists of its chunk that a channel refused: they fail by themselves, and the others run. `undefined` where that is no help. */
export function withoutRefused(
  call: WireCall,
  transfer: readonly unknown[],
  whyNot: WhyNot | undefined,
): WireCall | undefined {
  const { chunk, name } = call;
  if (chunk === undefined) {
    return undefined;
  }
  const given = 'lists' in chunk ? chunk.lists : unflatten(chunk).map((values) => ({ values, references: undefined }));
  const lists = given.map((list) => {
    const problem = 'refused' in list ? undefined : explainArguments(list.values, name, transfer, whyNot);
    return problem === undefined ? list : refusal(problem);
  });
  return { ...call, chunk: { settled: chunk.settled, lists } };
}

function encodeLists(
  argLists: readonly (readonly unknown[])[],
  name: string,
  refer: Refer,
): FlatArguments | { lists: (WireArguments | WireRefusal)[] } {
  return flatten(argLists) ?? { lists: argLists.map((list) => encodeList(list, name, refer)) };
}

function encodeList(args: readonly unknown[], name: string, refer: Refer): WireArguments | WireRefusal {
  try {
    return encodeArguments(args, name, refer);
  } catch (error) {
    return refusal(error);
  }
}

/** Its cause as text: that may be what could not cross. */
function refusal(error: unknown): WireRefusal {
  return { refused: withTextOnly(encodeThrown(error)) };
}
