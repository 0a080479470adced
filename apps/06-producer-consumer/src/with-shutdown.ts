import { type Notebook, startClock } from '@heddle-apps/shared';
import { checkPrice } from '@heddle-apps/shared/check-price';
import { EventLoopExecutor, Queue, type QueueLike } from 'heddle';
import { allQueries, type Query, type Result } from './queries.ts';

const consumers = 32;

/** Fills the queue, and says that nothing more will come. */
async function producer(todo: QueueLike<Query>, queries: Query[]): Promise<void> {
  for (const query of queries) {
    await todo.put(query);
  }
  await todo.shutdown();
}

/** Asks as long as there may be something to ask: the loop ends once the queue is shut down and drained. */
async function consumer(todo: QueueLike<Query>, done: QueueLike<Result>): Promise<void> {
  for await (const query of todo) {
    const price = await checkPrice(query.exchange, query.symbol, query.day);
    await done.put({ ...query, price });
  }
}

/** Without the races: nobody has to start late, and nobody leaves early. One exchange, to be quick. */
export async function withShutdown(book: Notebook): Promise<void> {
  const queries = (await allQueries()).filter(({ exchange }) => exchange === 'bitfinex');
  const todo = new Queue<Query>({ maxSize: 2 * consumers });
  const done = new Queue<Result>();
  book.code(`todo.shutdown(), and: for await (const query of todo) … // ${queries.length} queries`);

  const clock = startClock();
  await using executor = new EventLoopExecutor({ maxWorkers: consumers + 1 });
  // The consumers first: they find an empty queue, and wait.
  const workers = Array.from({ length: consumers }, () => executor.submit(consumer, todo, done));
  await Promise.all([executor.submit(producer, todo, queries), ...workers]);
  const time = clock();

  book.time('shutdown', time, Math.ceil(queries.length / consumers) * book.latency);
  book.print(`${done.qsize()} results`);
  book.check('shutdown: results, TODO', [93, 0], [done.qsize(), todo.qsize()]);
}
