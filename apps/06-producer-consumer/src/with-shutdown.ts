import { type ExecutorName, type Notebook, startClock } from '@heddle-apps/shared';
import { Queue } from 'heddle';
import { startExecutor } from './executors.ts';
import { allQueries, type Query, type Result } from './queries.ts';
import { consumer, producer } from './roles-with-shutdown.ts';

const consumers = 32;

/** Without the races: nobody has to start late, and nobody leaves early. One exchange, to be quick. */
export async function withShutdown(book: Notebook, executorName: ExecutorName = 'event-loop'): Promise<void> {
  const queries = (await allQueries()).filter(({ exchange }) => exchange === 'bitfinex');
  const todo = new Queue<Query>({ maxSize: 2 * consumers });
  const done = new Queue<Result>();
  book.code(`todo.shutdown(), and: for await (const query of todo) … // ${queries.length} queries`);

  await using executor = await startExecutor(executorName, consumers + 1);
  const clock = startClock();
  // The consumers first: they find an empty queue, and wait.
  const workers = Array.from({ length: consumers }, () => executor.submit(consumer, todo, done));
  await Promise.all([executor.submit(producer, todo, queries), ...workers]);
  const time = clock();

  book.time('shutdown', time, Math.ceil(queries.length / consumers) * book.latency);
  book.print(`${done.qsize()} results`);
  book.check('shutdown: results, TODO', [93, 0], [done.qsize(), todo.qsize()]);
}
