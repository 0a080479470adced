import type { TaskReference } from '@heddle/futures';
import { taskInfo, type WorkItem } from '@heddle/futures/executor';
import type { WireBurst } from '../messages.ts';
import { type BriefCall, writeBrief } from '../values/brief-call.ts';
import { addCopied } from './flatten.ts';

type OpenBurst = { -readonly [K in keyof WireBurst]: K extends 'values' ? unknown[] : WireBurst[K] };

/** Writes calls in a row in as few parts as there are tasks; a task is told once, and then called by its number. */
export class BurstEncoder {
  readonly #known = new Map<WorkItem['fn'], number>();
  /** Told in what was encoded last. */
  #told: WorkItem['fn'][] = [];

  /** A call by itself, of a task that the worker knows; `undefined` where there is more about it than its task and a few plain arguments. */
  encodeAlone(item: WorkItem): BriefCall | undefined {
    const { fn, call, args } = item;
    const known = this.#known.get(fn);
    return known !== undefined && isBare(item) && item.name === taskInfo(fn)?.name
      ? writeBrief(call, known, args)
      : undefined;
  }

  /** `undefined` where there is more about a call than its task, its name and arguments that are copied. */
  encode(items: readonly WorkItem[]): readonly WireBurst[] | undefined {
    const bursts: OpenBurst[] = [];
    let last: OpenBurst | undefined;
    let before: WorkItem | undefined;
    this.#told = [];
    for (const item of items) {
      const { args, call } = item;
      if (!isBare(item)) {
        return undefined;
      }
      const goesOn =
        before !== undefined &&
        isAlike(item, before) &&
        args.length === last?.arity &&
        call === last.first + last.count;
      if (last === undefined || !goesOn) {
        before = item;
        const task = taskInfo(item.fn);
        if (task === undefined) {
          return undefined;
        }
        last = this.#begin(item, task);
        bursts.push(last);
      }
      if (!addCopied(last.values, args)) {
        return undefined;
      }
      last.count += 1;
    }
    return bursts;
  }

  /** What was encoded last has arrived. */
  sent(): void {
    for (const fn of this.#told) {
      this.#known.set(fn, this.#known.size);
    }
    this.#told = [];
  }

  #begin({ fn, name, call, args }: WorkItem, task: TaskReference): OpenBurst {
    const told = this.#told.indexOf(fn);
    const known = this.#known.get(fn) ?? (told < 0 ? undefined : this.#known.size + told);
    if (known === undefined) {
      this.#told.push(fn);
    }
    return {
      first: call,
      fn: known ?? this.#known.size + this.#told.length - 1,
      task: known === undefined ? task : undefined,
      name: name === task.name ? undefined : name,
      arity: args.length,
      count: 0,
      values: [],
    };
  }
}

/** Whether both are calls of one function under one name, which is read only where it may differ: V8 has no quick way to that of a function. */
function isAlike(one: WorkItem, other: WorkItem): boolean {
  return one.fn === other.fn && (one.submission.options === other.submission.options || one.name === other.name);
}

function isBare({ attempt, submission, chunk, stores }: WorkItem): boolean {
  return attempt === 1 && chunk === undefined && stores === undefined && submission.options.transfer === undefined;
}
