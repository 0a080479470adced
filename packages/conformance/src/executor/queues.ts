import { LifoQueue, PriorityQueue, Queue, SimpleQueue } from '@heddle/queue';
import { expect } from 'vitest';
import { areCollected } from '../collect.ts';
import * as tasks from '../tasks/queues.ts';
import { describeQueueDeaths } from './queue-deaths.ts';
import { executorErrors, type ExecutorSubject, failureOf, until } from './subject.ts';
import { echo } from '../tasks/basic.ts';

/** Queues as arguments: the same functions work with them wherever they run. */
export function describeQueues(subject: ExecutorSubject): void {
  const { make, share, gate, check, checkOnWorkers } = subject;
  const shared = share({ maxWorkers: 2 });

  check('a task is given a queue, and every method answers as at home', async () => {
    const queue = new Queue<string>({ maxSize: 2 });
    const stats = { size: 2, maxSize: 2, unfinished: 2, waitingGets: 0, waitingPuts: 0, isShutDown: false };
    const nothing = undefined;
    const answers = [true, false, 0, nothing, nothing, true, stats, 'a', 'b', true, nothing, nothing, nothing, nothing];
    const end = { ...stats, size: 0, unfinished: 0, isShutDown: true };
    expect(await shared().submit(tasks.askEverything, queue)).toEqual([...answers, end]);
    expect(queue.stats()).toMatchObject({ size: 0, isShutDown: true });
  });

  check('a SimpleQueue has what it has at home, and no more', async () => {
    const late = 'Empty ERR_QUEUE_EMPTY';
    const answers = [true, undefined, undefined, 2, 'a', 'b', late, late, false, false];
    expect(await shared().submit(tasks.askSimply, new SimpleQueue<string>())).toEqual(answers);
  });

  check('each kind of queue keeps its order', async () => {
    const executor = shared();
    const taken = await Promise.all(
      [new Queue<number>(), new LifoQueue<number>(), new PriorityQueue<number>()].map(async (queue) => {
        for (const item of [2, 3, 1]) {
          queue.putNowait(item);
        }
        return executor.submit(tasks.takeAtOnce, queue, 3);
      }),
    );
    expect(taken).toEqual([
      [2, 3, 1],
      [1, 3, 2],
      [1, 2, 3],
    ]);
  });

  check('the errors of a queue are of their classes', async () => {
    const queue = new Queue<number>({ maxSize: 1 });
    queue.putNowait(1);
    expect(await shared().submit(tasks.failInEachWay, queue)).toEqual([
      'Full ERR_QUEUE_FULL',
      'Full ERR_QUEUE_FULL',
      'TimeoutError ERR_TIMEOUT',
      'Empty ERR_QUEUE_EMPTY',
      'Empty ERR_QUEUE_EMPTY',
      'TaskDoneError ERR_TASK_DONE',
      'RangeError undefined',
      'TypeError undefined',
      'ShutDown ERR_QUEUE_SHUT_DOWN',
      'ShutDown ERR_QUEUE_SHUT_DOWN',
    ]);
    expect(queue.stats()).toMatchObject({ waitingGets: 0, waitingPuts: 0 });
  });

  check('waits are aborted with the very reason, and leave no trace', async () => {
    const empty = new Queue<number>();
    const full = new Queue<number>({ maxSize: 1 });
    full.putNowait(1);
    expect(await shared().submit(tasks.abortEach, empty, full)).toEqual([true, true, true, true, true]);
    await until(() => empty.stats().waitingGets + full.stats().waitingPuts === 0);
    expect([empty.qsize(), full.getNowait(), full.qsize()]).toEqual([0, 1, 0]);
  });

  check('an item that meets an abort on its way is not lost', async () => {
    const executor = shared();
    for (let round = 0; round < 50; round += 1) {
      expect(await executor.submit(tasks.abortAndPut, new Queue<number>())).toEqual([1, 0]);
    }
  });

  check('an aborted put rejects if its item is not in the queue, and only then', async () => {
    const full = new Queue<number>({ maxSize: 1 });
    full.putNowait(0);
    expect(await shared().submit(tasks.putAndAbort, full)).toEqual(['rejected', 1]);
    expect(['fulfilled,1', 'rejected,0']).toContain(
      String(await shared().submit(tasks.putAndAbort, new Queue<number>())),
    );
  });

  check('a task that is stopped leaves the queue it waits in', async () => {
    const executor = make({ graceMs: 60_000 });
    const gates = await gate();
    const queue = new Queue<number>();
    const future = executor.submit(tasks.takeUntilStopped, queue, gates.port);
    await until(() => queue.stats().waitingGets === 1);
    future.abort(new Error('enough'));
    const visitor = await gates.visitor();
    expect(visitor.text).toBe('enough');
    await until(() => queue.stats().waitingGets === 0);
    visitor.letIn();
  });

  check('producers and consumers share out the items, each item once', async () => {
    const executor = make({ maxWorkers: 4 });
    const todo = new Queue<number>({ maxSize: 10 });
    const done = new Queue<number>();
    const consumers = [executor.submit(tasks.passOn, todo, done), executor.submit(tasks.passOn, todo, done)];
    const producers = [
      executor.submit(tasks.produce, todo, 0, 1_000),
      executor.submit(tasks.produce, todo, 1_000, 2_000),
    ];
    await Promise.all(producers);
    await todo.join();
    todo.shutdown();
    const counts = await Promise.all(consumers);
    expect(counts.reduce((sum, count) => sum + count)).toBe(2_000);
    const items = Array.from({ length: 2_000 }, () => done.getNowait());
    expect(items.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 2_000 }, (_, item) => item));
    expect([todo.stats(), done.empty()]).toMatchObject([{ size: 0, unfinished: 0 }, true]);
  });

  check('shutdown ends the waits of tasks, and a task ends the waits of others', async () => {
    const executor = shared();
    const queue = new Queue<number>();
    const loop = executor.submit(tasks.passOn, queue, new Queue<number>());
    const taking = executor.submit(tasks.takeOne, queue);
    await until(() => queue.stats().waitingGets === 2);
    queue.shutdown();
    expect(await loop).toBe(0);
    expect(await failureOf(taking)).toMatchObject({ code: 'ERR_QUEUE_SHUT_DOWN' });

    const other = new Queue<string>({ maxSize: 2 });
    await executor.submit(tasks.askEverything, other);
    expect(await failureOf(other.get())).toMatchObject({ code: 'ERR_QUEUE_SHUT_DOWN' });
  });

  check('1,000 gets that wait at once are served in their order', async () => {
    const queue = new Queue<number>();
    const taken = shared().submit(tasks.takeAtOnce, queue, 1_000);
    await until(() => queue.stats().waitingGets === 1_000);
    for (let item = 0; item < 1_000; item += 1) {
      queue.putNowait(item);
    }
    expect(await taken).toEqual(Array.from({ length: 1_000 }, (_, item) => item));
  });

  check('a queue that comes twice is one, in one call and in the next', async () => {
    const executor = make();
    const [queue, other] = [new Queue(), new Queue()];
    await executor.submit(tasks.areTheSame, other, other);
    expect(await executor.submit(tasks.areTheSame, queue, queue)).toEqual([true, false]);
    expect(await executor.submit(tasks.areTheSame, queue, other)).toEqual([false, true]);
  });

  check('a task gives its queue to tasks of its own', async () => {
    const items = await make({ maxWorkers: 2 }).submit(tasks.fillInside, new Queue<number>(), 20);
    expect(items.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, item) => item));
  });

  for (const chunkSize of [1, 3]) {
    check(`maps take queues, in chunks of ${chunkSize}`, async () => {
      const queue = new Queue<number>();
      const lists = [0, 1, 2, 3, 4].map((item) => [queue, item] as const);
      const executor = shared();
      expect(await executor.starmap(tasks.putNext, lists, { chunkSize }).toArray()).toEqual([0, 1, 2, 3, 4]);
      const items = Array.from({ length: 5 }, () => queue.getNowait());
      expect(items.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
      for (const item of [1, 2, 3]) {
        queue.putNowait(item);
      }
      const taken = await executor.map(tasks.takeOne, [queue, queue, queue], { chunkSize }).toArray();
      expect(new Set(taken)).toEqual(new Set([1, 2, 3]));
    });
  }

  check('every try is given the queue', async () => {
    const tries = new Queue<number>();
    expect(await shared().with({ retries: 2, backoff: 0 }).submit(tasks.noteTries, tries, 3)).toBe(3);
    expect([tries.getNowait(), tries.getNowait(), tries.getNowait(), tries.qsize()]).toEqual([1, 2, 3, 0]);
  });

  check('a queue is let go of once nobody has it', async () => {
    const executor = make();
    const useOne = async (): Promise<WeakRef<object>> => {
      const queue = new Queue<string>({ maxSize: 2 });
      await executor.submit(tasks.askEverything, queue);
      return new WeakRef(queue);
    };
    const refs = await Promise.all([useOne(), useOne(), useOne()]);
    await executor.submit(tasks.collectGarbage); // it is for the worker's collector to say
    expect(await areCollected(refs)).toBe(true);
  });

  checkOnWorkers('the initializer is given a queue', async () => {
    const queue = new Queue<string>();
    const executor = make({ initializer: tasks.reportTo, finalizer: tasks.reportTo, initArgs: [queue] });
    await executor.submit(echo, 1);
    expect(queue.qsize()).toBe(1);
    await executor.shutdown();
    expect(queue.getNowait()).toBe(queue.getNowait());
  });

  checkOnWorkers('a queue inside of an argument, or as a result, is refused', async () => {
    const executor = shared();
    const queue = new Queue<number>();
    queue.putNowait(1);
    for (const argument of [{ queue }, [new SimpleQueue()], new Map([[1, queue]])]) {
      expect(await failureOf(executor.submit(echo, argument))).toMatchObject({
        ...executorErrors.transfer,
        message: expect.stringMatching(/argument 0 of echo .*give the queue as an argument of its own/),
      });
    }
    expect(await failureOf(executor.submit(echo, queue))).toMatchObject({
      ...executorErrors.transfer,
      message: expect.stringMatching(/result of echo .*got an instance of RemoteQueue/),
    });
    expect(queue.stats()).toMatchObject({ size: 1, waitingGets: 0 });
  });

  checkOnWorkers('an item that cannot cross fails the get, and stays in the queue', async () => {
    const executor = shared();
    const queue = new Queue<unknown>();
    const bad = (): number => 1;
    const looks = { ...executorErrors.transfer, message: expect.stringMatching(/stays in the queue/) };
    for (const item of ['first', bad, 'last']) {
      queue.putNowait(item);
    }
    expect(await executor.submit(tasks.takeOne, queue)).toBe('first');
    expect(await failureOf(executor.submit(tasks.takeOne, queue))).toMatchObject(looks);
    expect(await executor.submit(tasks.loopOver, queue)).toEqual(['ERR_TRANSFER', looks.message]);
    expect([queue.qsize(), queue.getNowait(), queue.getNowait()]).toEqual([2, bad, 'last']);

    const waiting = executor.submit(tasks.takeOne, queue);
    await until(() => queue.stats().waitingGets === 1);
    queue.putNowait(bad);
    expect(await failureOf(waiting)).toMatchObject(looks);
    expect(queue.getNowait()).toBe(bad);
  });

  checkOnWorkers('a put of what cannot cross fails, and nothing is put in', async () => {
    const queue = new Queue<unknown>();
    expect(await shared().submit(tasks.putUncloneable, queue)).toEqual(['ERR_TRANSFER', 'put', 'ERR_TRANSFER', 1]);
    expect([queue.getNowait(), queue.stats().unfinished]).toEqual([1, 1]);
  });

  describeQueueDeaths(subject);
}
