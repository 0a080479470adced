import type { QueueLike, SimpleQueueLike, WaitOptions } from '@heddle/queue';
import { type Check, type Checklist, makeChecklist } from '../checklist.ts';

/** What a queue under test is made with. `compare` is given to those of the order `priority` alone. */
export interface MakeQueueOptions<T> {
  maxSize?: number;
  compare?: (a: T, b: T) => number;
}

/** Makes a new, empty queue; it throws or rejects where its options are wrong. */
export type MakeQueue = <T>(options?: MakeQueueOptions<T>) => QueueLike<T> | Promise<QueueLike<T>>;

/** As {@link MakeQueue}, of a queue that has the methods of `SimpleQueue` and no others. */
export type MakeSimpleQueue = () => SimpleQueueLike<any> | Promise<SimpleQueueLike<any>>;

export interface DescribeQueueOptions {
  /** What the suite is called in the output; `'queue'` by default. */
  name?: string;
  /** Which item leaves next: the oldest (the default), the newest, or the lowest. */
  order?: 'fifo' | 'lifo' | 'priority';
  /** It has the methods of `SimpleQueue`, and no others: `false` by default. */
  isSimple?: boolean;
  /** Resolves once every question that was asked of the queue has reached it, and every answer has come back. */
  settle?: () => Promise<void>;
  /** Whether its timeouts follow the fake timers of this thread; `true` unless it lives elsewhere. */
  fakeTimers?: boolean;
  /** What does not hold for it: titles of tests or of groups, and why. */
  skips?: Record<string, string>;
}

/** The queue under test, as those parts of the suite see it that ask only for what a `SimpleQueue` has. */
export interface SimpleSubject {
  readonly makeSimple: <T>() => SimpleQueueLike<T> | Promise<SimpleQueueLike<T>>;
  readonly checkSimple: Check;
  readonly settle: () => Promise<void>;
  /** The order in which `items`, put in one after the other, leave. */
  readonly leaving: (items: readonly number[]) => number[];
}

/** The queue under test, as the other parts of the suite see it. */
export interface Subject extends Checklist, SimpleSubject {
  readonly name: string;
  readonly make: MakeQueue;
  readonly order: 'fifo' | 'lifo' | 'priority';
  readonly fakeTimers: boolean;
}

export function makeSubject(make: MakeQueue | MakeSimpleQueue, options: DescribeQueueOptions): Subject {
  const {
    name = 'queue',
    order = 'fifo',
    isSimple = false,
    settle = nextTurn,
    fakeTimers = true,
    skips = {},
  } = options;
  const checklist = makeChecklist(skips);
  return {
    ...checklist,
    name,
    make: make as MakeQueue, // nobody asks a simple one for more than it has
    makeSimple: make,
    order,
    settle,
    fakeTimers,
    leaving(items) {
      return { fifo: items.slice(), lifo: items.toReversed(), priority: items.toSorted((a, b) => a - b) }[order];
    },
    check: checklist.checkUnless(
      isSimple ? 'it has no maxSize, putNowait, full, taskDone, join, shutdown and stats, as a SimpleQueue' : undefined,
    ),
    checkSimple: checklist.check,
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** What `call` fails with, whether it throws or rejects. */
export async function failure(call: () => unknown): Promise<unknown> {
  let value: unknown;
  try {
    value = await call();
  } catch (error) {
    return error;
  }
  throw new Error(`Expected a failure, got ${String(value)}`);
}

/** What the promise that `call` returns rejects with; `call` itself must not throw. */
export async function rejection(call: () => Promise<unknown>): Promise<unknown> {
  let promise: Promise<unknown>;
  try {
    promise = call();
  } catch (error) {
    throw new Error('Expected a promise that rejects, got a call that throws', { cause: error });
  }
  return failure(() => promise);
}

/** Whether `promise` is still pending once everything that was asked is answered. */
export async function isPending(subject: SimpleSubject, promise: Promise<unknown>): Promise<boolean> {
  let pending = true;
  const settled = (): void => {
    pending = false;
  };
  promise.then(settled, settled);
  await subject.settle();
  return pending;
}

/** Takes `count` items that are in the queue. */
export async function takeNow<T>(queue: QueueLike<T>, count: number): Promise<T[]> {
  const items: T[] = [];
  for (let index = 0; index < count; index += 1) {
    items.push(await queue.getNowait());
  }
  return items;
}

/** Options of a wrong type, past TypeScript. */
export function wrong(options: unknown): WaitOptions {
  return options as WaitOptions;
}

/** The errors of a queue, as one sees them on any thread. */
export const errors = {
  Empty: { name: 'Empty', code: 'ERR_QUEUE_EMPTY' },
  Full: { name: 'Full', code: 'ERR_QUEUE_FULL' },
  ShutDown: { name: 'ShutDown', code: 'ERR_QUEUE_SHUT_DOWN' },
  TaskDoneError: { name: 'TaskDoneError', code: 'ERR_TASK_DONE' },
  TimeoutError: { name: 'TimeoutError', code: 'ERR_TIMEOUT' },
} as const;
