import { type Notebook, startClock } from '@heddle-apps/shared';
import { checkPrice } from '@heddle-apps/shared/check-price';
import { createProgress, EventLoopExecutor, FIRST_EXCEPTION, Queue, type QueueLike, wait } from 'heddle';
import { pause } from './pause.ts';
import { allQueries, type Query, type Result } from './queries.ts';
import { indexResults, printSamples } from './results.ts';

const consumers = 32;
const headStart = 500;
const lastLook = 3_000;

// The three roles. They reach the world through their queues alone, and await every call on them: so they would work
// just as well where the queue is on another thread.

/** Shows how far the others are, and leaves three seconds after all is done. */
export async function monitor(
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
}

/** Fills the queue. */
export async function producer(todo: QueueLike<Query>, info: QueueLike<string>, queries: Query[]): Promise<void> {
  for (const query of queries) {
    await todo.put(query);
  }
  await info.put(`the producer made ${queries.length} queries`);
}

/** Takes a query, asks, and puts the answer; leaves as soon as it finds the queue empty. */
export async function consumer(
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
}

/** The producer/consumer run as the lesson writes it. */
export async function lesson(book: Notebook): Promise<void> {
  const queries = await allQueries();
  const todo = new Queue<Query>();
  const done = new Queue<Result>();
  const info = new Queue<string>();
  book.code(
    `executor.submit(monitor, …); executor.submit(producer, …) // ${queries.length.toLocaleString('en')} queries`,
  );
  book.code(`after half a second, ${consumers} × executor.submit(consumer, todo, done, info, name)`);

  const clock = startClock();
  await using executor = new EventLoopExecutor({ maxWorkers: consumers + 2 });
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

/** By its code: an error that came from another thread is of another class. */
function isEmpty(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_QUEUE_EMPTY';
}
