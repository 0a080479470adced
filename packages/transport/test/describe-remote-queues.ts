import { type Executor, type TaskInfo, TransferError } from '@heddle/futures';
import { PriorityQueue, Queue, type QueueLike, SimpleQueue } from '@heddle/queue';
import type { WorkerPoolExecutor, WorkerPoolOptions } from '@heddle/transport';
import { describe, expect, it } from 'vitest';
import * as tasks from './fixtures/queue-tasks.ts';

type DoubleInOwnPool = ((from: QueueLike<number>, to: QueueLike<number>) => Promise<string[]>) & TaskInfo;

/** What queues as arguments are beyond the conformance suite, on threads and processes alike. */
export function describeRemoteQueues(
  make: (options: WorkerPoolOptions) => WorkerPoolExecutor,
  doubleInOwnPool: DoubleInOwnPool,
): void {
  describe('queues as arguments', () => {
    it('nothing goes to a worker from when it is being ended', async () => {
      const pool = make({ maxWorkers: 1 });
      const queue = new Queue<number>();
      const waiting = pool.submit(tasks.takeOne, queue);
      while (queue.stats().waitingGets === 0) {
        await new Promise(setImmediate);
      }
      const closed = pool.killWorkers();
      expect(queue.stats()).toMatchObject({ waitingGets: 0 });
      queue.putNowait(1);
      await closed;
      expect(await waiting.exception()).toMatchObject({ code: 'ERR_WORKER_CRASHED' });
      expect(queue.getNowait()).toBe(1);
    });

    it('a queue that a task makes cannot be given away', async () => {
      await using pool = make({ maxWorkers: 1 });
      expect(await pool.submit(tasks.giveOwnQueue)).toMatch(
        /^ERR_TRANSFER .*argument 0 of takeOne .*got an instance of Queue: it was made on a worker/,
      );
    });

    it('a queue goes on to a pool that a task makes, and what its workers take comes from the very queue', async () => {
      await using pool: Executor = make({ maxWorkers: 1 });
      const [from, to] = [new Queue<number>(), new Queue<number>()];
      from.putNowait(21);
      const doubled = pool.submit(doubleInOwnPool, from, to);
      expect(await to.get()).toBe(42);
      from.putNowait((() => 1) as never);
      expect(await doubled).toEqual(['ERR_TRANSFER']);
      expect(from.qsize()).toBe(1);
    });

    it('shows what it is', async () => {
      await using pool = make({ maxWorkers: 1 });
      expect(await pool.submit(tasks.show, new PriorityQueue<unknown>())).toBe('RemoteQueue of a PriorityQueue');
      expect(await pool.submit(tasks.show, new SimpleQueue<unknown>() as never)).toBe(
        'RemoteSimpleQueue of a SimpleQueue',
      );
    });

    it('initArgs with a queue inside of an object are refused', () => {
      expect(() => make({ initializer: tasks.show, initArgs: [[new Queue()]] })).toThrow(TransferError);
      expect(() => make({ initializer: tasks.show, initArgs: [[new Queue()]] })).toThrow(/argument of its own/);
    });
  });
}
