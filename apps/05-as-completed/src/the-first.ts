import type { Notebook } from '@heddle-apps/shared';
import { checkPrice } from '@heddle-apps/shared/check-price';
import { EventLoopExecutor, FIRST_COMPLETED, wait } from 'heddle';

/** `wait` parts the futures into done and not done, as soon as enough of them are. */
export async function theFirst(book: Notebook): Promise<void> {
  // One worker: so the second call cannot be done when the first is.
  await using executor = new EventLoopExecutor({ maxWorkers: 1 });
  const futures = ['bitstamp', 'kraken'].map((exchange) => executor.submit(checkPrice, exchange, 'btc', '2020-04-01'));
  book.code('await wait(futures, { returnWhen: FIRST_COMPLETED }) // one worker, two calls');
  const { done, notDone } = await wait(futures, { returnWhen: FIRST_COMPLETED });
  book.print(`done ${done.size}, not done ${notDone.size}`);
  book.check('wait for the first of two: done, not done', [1, 1], [done.size, notDone.size]);
  for (const future of notDone) {
    future.abort();
  }
}
