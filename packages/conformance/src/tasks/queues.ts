import { threadId } from 'node:worker_threads';
import { currentTask, task, type TaskInfo } from '@heddle/futures';
import {
  Empty,
  Full,
  type QueueLike,
  ShutDown,
  type SimpleQueueLike,
  TaskDoneError,
  TimeoutError,
} from '@heddle/queue';
import { findCollector } from '../collect.ts';
import { arrive, letIn, ownExecutor } from './basic.ts';

type Task<A extends unknown[], R> = ((...args: A) => R) & TaskInfo;

/** Puts the numbers from `from` up to below `to` in. */
export const produce: Task<[queue: QueueLike<number>, from: number, to: number], Promise<void>> = task(
  import.meta,
  async function produce(queue, from, to) {
    for (let item = from; item < to; item += 1) {
      await queue.put(item);
    }
  },
);

/** Passes on what it takes until the queue is shut down and drained; answers how many that were. */
export const passOn: Task<[from: QueueLike<number>, to: QueueLike<number>], Promise<number>> = task(
  import.meta,
  async function passOn(from, to) {
    let count = 0;
    for await (const item of from) {
      count += 1;
      await to.put(item);
      await from.taskDone();
    }
    return count;
  },
);

/** What every method answers, asked one after the other of an empty queue that holds two at the most. */
export const askEverything: Task<[queue: QueueLike<string>], Promise<unknown[]>> = task(
  import.meta,
  async function askEverything(queue) {
    const answers: unknown[] = [await queue.empty(), await queue.full(), await queue.qsize()];
    answers.push(await queue.put('a'), await queue.putNowait('b'), await queue.full(), await queue.stats());
    answers.push(await queue.get(), await queue.getNowait(), await queue.empty());
    answers.push(await queue.taskDone(), await queue.taskDone(), await queue.join(), await queue.shutdown());
    return [...answers, await queue.stats()];
  },
);

/** As `askEverything`, of what a `SimpleQueue` can do. */
export const askSimply: Task<[queue: SimpleQueueLike<string>], Promise<unknown[]>> = task(
  import.meta,
  async function askSimply(queue) {
    const answers: unknown[] = [await queue.empty(), await queue.put('a'), await queue.put('b'), await queue.qsize()];
    answers.push(await queue.get(), await queue.getNowait(), await kindOf(() => queue.getNowait()));
    const late = kindOf(() => queue.get({ timeout: 1 }));
    return [...answers, await late, 'full' in queue, 'shutdown' in queue];
  },
);

const kinds = { Empty, Full, ShutDown, TaskDoneError, TimeoutError, TypeError, RangeError };

/** The class of what `call` fails with, as this thread knows it, and its code. */
async function kindOf(call: () => unknown): Promise<string> {
  try {
    return `no error: ${String(await call())}`;
  } catch (error) {
    const name = Object.entries(kinds).find(([, Kind]) => error instanceof Kind)?.[0] ?? 'none of them';
    return `${name} ${(error as { code?: string }).code}`;
  }
}

/** The failures of a queue that holds one at the most, and one item. */
export const failInEachWay: Task<[queue: QueueLike<number>], Promise<string[]>> = task(
  import.meta,
  async function failInEachWay(queue) {
    const kindsOf: string[] = [];
    const fail = async (call: () => unknown): Promise<void> => {
      kindsOf.push(await kindOf(call));
    };
    await fail(() => queue.put(2, { timeout: 1 }));
    await fail(() => queue.putNowait(2));
    await fail(() => queue.join({ timeout: 1 }));
    await queue.getNowait();
    await fail(() => queue.get({ timeout: 1 }));
    await fail(() => queue.getNowait());
    await queue.taskDone();
    await fail(() => queue.taskDone());
    await fail(() => queue.get({ timeout: -1 }));
    await fail(() => queue.get(null as never));
    await queue.shutdown();
    await fail(() => queue.get());
    await fail(() => queue.put(3));
    return kindsOf;
  },
);

/** Aborts a `get` of an empty queue, a `join`, and a `put` into a full one; answers whether each failed with the very reason. */
export const abortEach: Task<[empty: QueueLike<number>, full: QueueLike<number>], Promise<boolean[]>> = task(
  import.meta,
  async function abortEach(empty, full) {
    const controller = new AbortController();
    const { signal } = controller;
    const waits = [empty.get({ signal }), full.join({ signal }), full.put(2, { signal })];
    while ((await empty.stats()).waitingGets + (await full.stats()).waitingPuts < 2);
    const reason = new Error('enough');
    controller.abort(reason);
    const outcomes = await Promise.allSettled([...waits, empty.get({ signal }), full.put(3, { signal })]);
    return outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason === reason);
  },
);

/** Aborts a `get` and puts in the same turn; answers what is then in the queue. */
export const abortAndPut: Task<[queue: QueueLike<number>], Promise<unknown[]>> = task(
  import.meta,
  async function abortAndPut(queue) {
    const controller = new AbortController();
    const taken = queue.get({ signal: controller.signal });
    while ((await queue.stats()).waitingGets === 0);
    const put = queue.put(1);
    controller.abort('enough');
    const [{ status }] = await Promise.allSettled([taken, put]);
    // Either the item was there before the abort, or it is in the queue.
    return status === 'rejected' ? [await queue.getNowait(), await queue.qsize()] : [await taken, await queue.qsize()];
  },
);

/** Puts, and aborts that in the same turn; answers how the put ended, and how many items are in the queue. */
export const putAndAbort: Task<[queue: QueueLike<number>], Promise<unknown[]>> = task(
  import.meta,
  async function putAndAbort(queue) {
    const controller = new AbortController();
    const put = queue.put(1, { signal: controller.signal });
    controller.abort('enough');
    const [{ status }] = await Promise.allSettled([put]);
    return [status, await queue.qsize()];
  },
);

/** Takes items until it is told to stop, and answers with them. */
export const takeUntilStopped: Task<[queue: QueueLike<number>, port: number], Promise<void>> = task(
  import.meta,
  async function takeUntilStopped(queue, port) {
    try {
      await queue.get({ signal: currentTask()!.signal });
    } catch (error) {
      const socket = arrive(port, (error as Error).message);
      await letIn(socket);
    }
  },
);

/** Takes so many at once; answers with them in the order of its calls. */
export const takeAtOnce: Task<[queue: QueueLike<number>, count: number], Promise<number[]>> = task(
  import.meta,
  function takeAtOnce(queue, count) {
    return Promise.all(Array.from({ length: count }, () => queue.get()));
  },
);

/** Takes one. */
export const takeOne: Task<[queue: QueueLike<unknown>], Promise<unknown>> = task(
  import.meta,
  async function takeOne(queue) {
    return queue.get();
  },
);

/** Takes one of each. */
export const takeOfEach: Task<[...queues: QueueLike<number>[]], Promise<number[]>> = task(
  import.meta,
  function takeOfEach(...queues) {
    return Promise.all(queues.map((queue) => queue.get()));
  },
);

/** Puts `item + 1` into each. */
export const putNext: Task<[queue: QueueLike<number>, item: number], Promise<number>> = task(
  import.meta,
  async function putNext(queue, item) {
    await queue.put(item + 1);
    return item;
  },
);

/** Notes its tries in the queue, and succeeds at try `n`. */
export const noteTries: Task<[tries: QueueLike<number>, n: number], Promise<number>> = task(
  import.meta,
  async function noteTries(tries, n) {
    const attempt = currentTask()?.attempt ?? 0;
    await tries.put(attempt);
    if (attempt < n) {
      throw new RangeError(`try ${attempt}`);
    }
    return attempt;
  },
);

/** Has tasks of its own executor fill the queue that it takes from. */
export const fillInside: Task<[queue: QueueLike<number>, count: number], Promise<number[]>> = task(
  import.meta,
  async function fillInside(queue, count) {
    const executor = ownExecutor();
    await Promise.all([executor.submit(produce, queue, 0, count), executor.submit(produce, queue, count, 2 * count)]);
    return Promise.all(Array.from({ length: 2 * count }, () => queue.get()));
  },
);

let seen: unknown;

/** Whether both are the same object, and that of the call before. */
export const areTheSame: Task<[a: QueueLike<unknown>, b: QueueLike<unknown>], boolean[]> = task(
  import.meta,
  function areTheSame(a, b) {
    const answers = [a === b, a === seen];
    seen = a;
    return answers;
  },
);

/** Runs the collector of its worker, and lets what that finds be told. */
export const collectGarbage: Task<[], Promise<void>> = task(import.meta, async function collectGarbage() {
  for (let round = 0; round < 5; round += 1) {
    await new Promise(setImmediate);
    findCollector()();
  }
  await new Promise(setImmediate);
});

/** Says in the queue which worker it is. */
export const reportTo: Task<[queue: QueueLike<string>], Promise<void>> = task(
  import.meta,
  async function reportTo(queue) {
    await queue.put(`${process.pid}:${threadId}`);
  },
);

/** Puts what cannot cross; answers the code of the error, and how many are in the queue. */
export const putUncloneable: Task<[queue: QueueLike<unknown>], Promise<unknown[]>> = task(
  import.meta,
  async function putUncloneable(queue) {
    const codes = await Promise.all([
      queue.put(() => 1).catch((error: { code: string }) => error.code),
      queue.put(1).then(() => 'put'),
      Promise.resolve(queue.putNowait(Symbol('s'))).catch((error: { code: string }) => error.code),
    ]);
    return [...codes, await queue.qsize()];
  },
);

/** What the loop over a queue ends with. */
export const loopOver: Task<[queue: QueueLike<unknown>], Promise<unknown[]>> = task(
  import.meta,
  async function loopOver(queue) {
    const items: unknown[] = [];
    try {
      for await (const item of queue) {
        items.push(item);
      }
      return items;
    } catch (error) {
      const { code, message } = error as Error & { code: string };
      return [...items, code, message];
    }
  },
);
