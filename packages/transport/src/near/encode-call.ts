import { taskInfo, type WorkItem } from '@heddle/futures/executor';
import type { WireCall } from '../messages.ts';
import { encodeArguments } from '../values/arguments.ts';
import { nestedInfo } from './nested-info.ts';

/** @throws {TransferError} an argument cannot cross */
export function encodeCall(item: WorkItem): WireCall {
  const { id, fn, args, name } = item;
  const task = taskInfo(fn);
  if (task === undefined) {
    throw new TypeError(`Expected ${name} to be a task`);
  }
  const nested = nestedInfo.get(fn);
  const chunk = item.chunk ?? nested?.chunk;
  return {
    id,
    task,
    args: chunk === undefined ? encodeArguments(args, name) : undefined,
    chunk:
      chunk === undefined
        ? undefined
        : { settled: chunk.settled, lists: args.map((list) => encodeArguments(list as readonly unknown[], name)) },
    name,
    attempt: nested?.attempt ?? item.attempt,
  };
}
