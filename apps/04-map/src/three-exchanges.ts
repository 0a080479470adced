import type { Notebook } from '@heddle-apps/shared';
import { checkPrice } from '@heddle-apps/shared/check-price';
import { EventLoopExecutor } from 'heddle';

/** A closure over what stays the same; the event loop runs any function. */
export async function threeExchanges(book: Notebook): Promise<void> {
  await using executor = new EventLoopExecutor({ maxWorkers: 10 });
  book.code("executor.map((name) => checkPrice(name, 'btc', '2020-04-01'), exchanges)");
  const exchanges = ['bitfinex', 'bitstamp', 'kraken'];
  const prices = executor.map((name) => checkPrice(name, 'btc', '2020-04-01'), exchanges);
  const closes: (number | undefined)[] = [];
  for await (const price of prices) {
    closes.push(price?.close);
  }
  book.print(JSON.stringify(closes));
  book.check('map over three exchanges', [6409.8, 6421.14, 6401.9], closes);
}
