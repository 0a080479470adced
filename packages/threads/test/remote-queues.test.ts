import { ThreadPoolExecutor } from '@heddle/threads';
import { SharedQueue } from '@heddle/queue/shared';
import { describe, expect, it } from 'vitest';
import { describeRemoteConformance } from '../../transport/test/describe-remote-conformance.ts';
import { describeRemoteQueues } from '../../transport/test/describe-remote-queues.ts';
import { passQueueOn, takeOne } from '../../transport/test/fixtures/queue-tasks.ts';
import { doubleInOwnPool } from './fixtures/double-in-own-pool.ts';

describeRemoteConformance((options) => new ThreadPoolExecutor(options), 'a thread');

describe('ThreadPoolExecutor', () => {
  describeRemoteQueues((options) => new ThreadPoolExecutor(options), doubleInOwnPool);

  it('a SharedQueue is shared', async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 2 });
    const queue = new SharedQueue<number>();
    const taken = pool.submit(takeOne, queue);
    await queue.put(1);
    expect(await taken).toBe(1);
    const passed = pool.submit(passQueueOn, queue);
    queue.putNowait(2);
    expect(await passed).toBe(2);
    queue.putNowait(3);
    expect(await pool.map(takeOne, [queue], { chunkSize: 2 }).toArray()).toEqual([3]);
  });

  it('a thread that dies as it waits at a SharedQueue is forgotten there, and leaves the item to others', async () => {
    const queue = new SharedQueue<number>();
    const pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    const taken = pool.submit(takeOne, queue);
    await until(() => queue.stats().waitingGets === 1);
    await pool.killWorkers();
    expect(await taken.exception()).toMatchObject({ code: 'ERR_WORKER_CRASHED' });
    await until(() => queue.stats().waitingGets === 0);
    await queue.put(1);
    expect([queue.qsize(), await queue.get()]).toEqual([1, 1]);
  });

  it('a SharedQueue with a codec of its own goes by its handle', async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    const codec = { encode: (item: unknown) => new Uint8Array([Number(item)]), decode: ([item]: Uint8Array) => item };
    expect(await pool.submit(takeOne, new SharedQueue<unknown>({ codec })).exception()).toMatchObject({
      code: 'ERR_TRANSFER',
      message: expect.stringMatching(/argument 0 of takeOne .*its codec cannot cross; give the task its handle/),
    });
  });
});

/** Looks, turn by turn of the event loop: of a death in a thread nothing else tells. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise(setImmediate);
  }
}
