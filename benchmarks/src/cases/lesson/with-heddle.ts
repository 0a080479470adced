import { EventLoopExecutor } from '@heddle/futures';
import { createPriceClient } from '@heddle/price-server/client';
import { Empty, Queue } from '@heddle/queue';
import { type Answer, baseUrl, consumers, makeQueries, type Query } from './queries.ts';

/** As the lesson writes it: a producer, then 32 consumers that leave as they find the queue empty. */
export async function withHeddle(): Promise<readonly Answer[]> {
  const client = createPriceClient({ baseUrl });
  const todo = new Queue<Query>();
  const done = new Queue<Answer>();

  const produce = async (): Promise<void> => {
    const [exchanges, symbols] = await Promise.all([client.exchanges(), client.symbols()]);
    for (const query of makeQueries(exchanges, symbols)) {
      await todo.put(query);
    }
  };

  const consume = async (): Promise<void> => {
    for (;;) {
      let query: Query;
      try {
        query = todo.getNowait();
      } catch (error) {
        if (error instanceof Empty) return;
        throw error;
      }
      const price = await client.price(query.exchange, query.symbol, query.day);
      await done.put({ ...query, close: price?.close });
      todo.taskDone();
    }
  };

  await using executor = new EventLoopExecutor({ maxWorkers: consumers });
  await executor.submit(produce);
  await Promise.all(Array.from({ length: consumers }, () => executor.submit(consume)));
  await todo.join();
  await client.close();

  const answers: Answer[] = [];
  while (!done.empty()) {
    answers.push(done.getNowait());
  }
  return answers;
}
