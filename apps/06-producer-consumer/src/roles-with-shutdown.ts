import { checkPrice } from '@heddle-apps/shared/check-price';
import { type QueueLike, task } from 'heddle';
import type { Query, Result } from './queries.ts';

/** Fills the queue, and says that nothing more will come. */
export const producer = task(
  import.meta,
  async function producer(todo: QueueLike<Query>, queries: Query[]): Promise<void> {
    for (const query of queries) {
      await todo.put(query);
    }
    await todo.shutdown();
  },
);

/** Asks as long as there may be something to ask: the loop ends once the queue is shut down and drained. */
export const consumer = task(
  import.meta,
  async function consumer(todo: QueueLike<Query>, done: QueueLike<Result>): Promise<void> {
    for await (const query of todo) {
      const price = await checkPrice(query.exchange, query.symbol, query.day);
      await done.put({ ...query, price });
    }
  },
);
