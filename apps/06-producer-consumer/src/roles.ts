import { checkPrice } from '@heddle-apps/shared/check-price';
import { createProgress, type QueueLike, task } from 'heddle';
import { pause } from './pause.ts';
import type { Query, Result } from './queries.ts';

const lastLook = 3_000;

// The three roles. They reach the world through their queues alone, and await every call on them: so they work just as
// well where the queue is on another thread, or in another process.

/** Shows how far the others are, and leaves three seconds after all is done. */
export const monitor = task(
  import.meta,
  async function monitor(
    todo: QueueLike<Query>,
    done: QueueLike<Result>,
    info: QueueLike<string>,
    total: number,
  ): Promise<void> {
    let seen = { todo: 0, done: 0, message: 'nothing yet' };
    await using _progress = createProgress(() => ({
      bars: [
        { label: 'TODO', value: seen.todo, max: total, color: 'cyan' },
        { label: 'DONE', value: seen.done, max: total },
      ],
      info: [seen.message],
    }));
    const look = async (): Promise<void> => {
      let { message } = seen;
      while (!(await info.empty())) {
        message = await info.getNowait();
      }
      seen = { todo: await todo.qsize(), done: await done.qsize(), message };
    };
    while (seen.done < total) {
      await pause(100);
      await look();
    }
    await pause(lastLook);
    await look();
  },
);

/** Fills the queue. */
export const producer = task(
  import.meta,
  async function producer(todo: QueueLike<Query>, info: QueueLike<string>, queries: Query[]): Promise<void> {
    for (const query of queries) {
      await todo.put(query);
    }
    await info.put(`the producer made ${queries.length} queries`);
  },
);

/** Takes a query, asks, and puts the answer; leaves as soon as it finds the queue empty. */
export const consumer = task(
  import.meta,
  async function consumer(
    todo: QueueLike<Query>,
    done: QueueLike<Result>,
    info: QueueLike<string>,
    name: string,
  ): Promise<void> {
    for (;;) {
      let query: Query;
      try {
        query = await todo.getNowait();
      } catch (error) {
        if (!isEmpty(error)) throw error;
        await info.put(`${name} found nothing more to do`);
        return;
      }
      const price = await checkPrice(query.exchange, query.symbol, query.day);
      await done.put({ ...query, price });
      await info.put(`${name}: ${query.exchange} ${query.symbol} ${query.day} closed at ${price?.close}`);
      await todo.taskDone();
    }
  },
);

/** By its code, as errors are told apart wherever they come from. */
function isEmpty(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_QUEUE_EMPTY';
}
