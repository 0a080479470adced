import type { Notebook } from '@heddle-apps/shared';
import { checkPrice } from '@heddle-apps/shared/check-price';
import { EventLoopExecutor } from 'heddle';

const exchanges = ['bitfinex', 'bitstamp', 'kraken'];
const days = ['2020-04-01', '2020-04-02', '2020-04-03', '2020-04-04'];
const symbols = ['btc', 'eth', 'ltc'];

/** 36 lists of arguments, one call each: `starmap` spreads a list over the parameters. */
export async function records(book: Notebook): Promise<void> {
  await using executor = new EventLoopExecutor({ maxWorkers: 10 });
  const queries = exchanges.flatMap((exchange) =>
    days.flatMap((day) => symbols.map((symbol): [string, string, string] => [exchange, symbol, day])),
  );
  book.code(`executor.starmap(checkPrice, queries) // ${queries.length} queries, 10 workers`);
  const prices = await executor.starmap(checkPrice, queries).toArray();
  const closes = prices.map((price) => price?.close);
  for (let row = 0; row < closes.length; row += 9) {
    book.print(closes.slice(row, row + 9).join(', '));
  }
  book.check('how many records', 36, closes.length);
  book.check('the first seven closes', [6409.8, 133, 39.076, 6630.8, 135.49, 39.356, 6803.9], closes.slice(0, 7));
}
