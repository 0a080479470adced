import { describeQueue, type MakeQueueOptions } from '@heddle/conformance';
import { LifoQueue, PriorityQueue, Queue, type QueueLike, SimpleQueue } from '@heddle/queue';
import type { WorkerPoolExecutor, WorkerPoolOptions } from '@heddle/transport';
import { afterAll } from 'vitest';
import { OperatedQueue } from './operated-queue.ts';

const kinds = [
  { Kind: Queue, order: 'fifo' },
  { Kind: LifoQueue, order: 'lifo' },
  { Kind: PriorityQueue, order: 'priority' },
  { Kind: SimpleQueue, order: 'fifo', isSimple: true },
] as const;

/** Holds queues to the suite that are asked everything from a worker. */
export function describeRemoteConformance(
  makePool: (options: WorkerPoolOptions) => WorkerPoolExecutor,
  from: string,
): void {
  for (const { Kind, ...options } of kinds) {
    const queues: OperatedQueue<unknown>[] = [];
    let pool: WorkerPoolExecutor | undefined;
    afterAll(async () => {
      for (const queue of queues) {
        queue.close();
      }
      await pool?.shutdown();
    });

    const make = <T>(made?: MakeQueueOptions<T>): QueueLike<T> => {
      pool ??= makePool({ maxWorkers: 1, tasksPerWorker: 100_000 });
      const queue = new OperatedQueue<T>(pool, new Kind<T>(made));
      queues.push(queue);
      return queue;
    };
    const settle = async (): Promise<void> => {
      await Promise.all(queues.slice(-2).map((queue) => queue.settle())); // a test makes no more
      await new Promise(setImmediate);
    };
    describeQueue(make, { ...options, name: `${Kind.name}, from ${from}`, settle, fakeTimers: false });
  }
}
