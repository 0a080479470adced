import type { Notebook } from '@heddle-apps/shared';
import { checkPrice } from '@heddle-apps/shared/check-price';
import { asCompleted, EventLoopExecutor } from 'heddle';

/** A map from each future to what it was for, since they come in any order. */
export async function asTheyCome(book: Notebook): Promise<void> {
  await using executor = new EventLoopExecutor({ maxWorkers: 3 });
  const futures = new Map(
    ['bitfinex', 'bitstamp', 'kraken'].map((exchange) => [
      executor.submit(checkPrice, exchange, 'btc', '2020-04-01'),
      exchange,
    ]),
  );
  book.code('for await (const future of asCompleted(futures.keys())) …');
  const lines: string[] = [];
  for await (const future of asCompleted(futures.keys())) {
    const exchange = futures.get(future) ?? '';
    const line = `${capitalize(exchange)}: $${(await future)?.close}`;
    book.print(line);
    lines.push(line);
  }
  const expected = ['Bitfinex: $6409.8', 'Bitstamp: $6421.14', 'Kraken: $6401.9'];
  book.check('as completed, sorted', expected, lines.toSorted());
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
