import { taskInfo, type WorkItem } from '@heddle/futures/executor';
import type { WireBurst } from '../messages.ts';
import { addCopied } from '../values/flat-arguments.ts';

type OpenBurst = { -readonly [K in keyof WireBurst]: K extends 'values' ? unknown[] : WireBurst[K] };

/** Calls in a row, in as few parts as there are tasks: `undefined` where there is more about one of them than its task, its name and arguments that are copied. */
export function encodeBursts(items: readonly WorkItem[]): readonly WireBurst[] | undefined {
  const bursts: OpenBurst[] = [];
  let last: OpenBurst | undefined;
  let fn: WorkItem['fn'] | undefined;
  for (const item of items) {
    const { args, call, name } = item;
    if (!isBare(item)) {
      return undefined;
    }
    const goesOn =
      item.fn === fn && args.length === last?.arity && call === last.first + last.count && name === last.name;
    if (last === undefined || !goesOn) {
      ({ fn } = item);
      const task = taskInfo(fn);
      if (task === undefined) {
        return undefined;
      }
      last = { first: call, task, name, arity: args.length, count: 0, values: [] };
      bursts.push(last);
    }
    if (!addCopied(last.values, args)) {
      return undefined;
    }
    last.count += 1;
  }
  return bursts;
}

function isBare({ attempt, submission, chunk, stores }: WorkItem): boolean {
  return attempt === 1 && chunk === undefined && stores === undefined && submission.options.transfer === undefined;
}
