import { type ExecutorName, type Notebook, startClock } from '@heddle-apps/shared';
import { FIRST_EXCEPTION, Queue, wait } from 'heddle';
import { startExecutor } from './executors.ts';
import { pause } from './pause.ts';
import { allQueries, type Query, type Result } from './queries.ts';
import { indexResults, printSamples } from './results.ts';
import { consumer, monitor, producer } from './roles.ts';

const consumers = 32;
const headStart = 500;
const lastLook = 3_000;

/** The producer/consumer run as the lesson writes it, on any executor. */
export async function lesson(book: Notebook, executorName: ExecutorName = 'event-loop'): Promise<void> {
  const queries = await allQueries();
  const todo = new Queue<Query>();
  const done = new Queue<Result>();
  const info = new Queue<string>();
  book.code(
    `executor.submit(monitor, …); executor.submit(producer, …) // ${queries.length.toLocaleString('en')} queries`,
  );
  book.code(`after half a second, ${consumers} × executor.submit(consumer, todo, done, info, name)`);

  await using executor = await startExecutor(executorName, consumers + 2);
  const clock = startClock();
  const futures = [
    executor.submit(monitor, todo, done, info, queries.length),
    executor.submit(producer, todo, info, queries),
  ];
  await pause(headStart);
  for (let n = 1; n <= consumers; n += 1) {
    futures.push(executor.submit(consumer, todo, done, info, `consumer ${n}`));
  }
  const { done: ended, notDone } = await wait(futures, { returnWhen: FIRST_EXCEPTION });
  // Only after a failure is anybody left, and a monitor that waits for the rest would wait for ever.
  for (const future of notDone) {
    future.abort();
  }
  const time = clock();
  await Promise.all(ended);

  const bound = headStart + Math.ceil(queries.length / consumers) * book.latency + lastLook;
  book.time('lesson', time, bound);
  book.code('[done.qsize(), todo.qsize(), info.qsize(), futures.every((f) => f.done())]');
  const end = [done.qsize(), todo.qsize(), info.qsize(), futures.every((future) => future.done())];
  book.print(JSON.stringify(end));
  book.check('lesson: results, TODO, INFO, all futures done', [1_023, 0, 0, true], end);

  const results: Result[] = [];
  while (!done.empty()) {
    results.push(done.getNowait());
  }
  printSamples(book, 'lesson', indexResults(results));
}
