import type { Notebook } from '@heddle-apps/shared';
import type { Price } from '@heddle/price-server/client';
import { EventLoopExecutor } from 'heddle';
import { createRecorder } from './recorder.ts';

/** Mixed: three calls at once, a choice that needs them all, then two calls at once. */
export async function mixed(book: Notebook): Promise<void> {
  await using executor = new EventLoopExecutor({ maxWorkers: 8 });
  const recorder = createRecorder();
  const day = '2020-04-01';
  const at = (symbol: string) => async (exchange: string) => recorder.ask(exchange, symbol, day);

  book.say('Mixed: ask three at once, find the cheapest, ask it two more things.');
  book.code('const cheapest = executor.submit(cheapestOf, bitfinex, bitstamp, kraken)');
  const cheapest = executor.submit(
    cheapestOf,
    executor.submit(at('btc'), 'bitfinex'),
    executor.submit(at('btc'), 'bitstamp'),
    executor.submit(at('btc'), 'kraken'),
  );
  book.code("executor.submit(at('eth'), cheapest); executor.submit(at('ltc'), cheapest)");
  const others = [executor.submit(at('eth'), cheapest), executor.submit(at('ltc'), cheapest)];
  const exchanges = (await Promise.all(others)).map((price) => price?.exchange);
  for (const line of recorder.draw()) {
    book.print(line);
  }
  book.check('the cheapest, asked twice more', ['kraken', 'kraken'], exchanges);
}

/** The exchange with the lowest close. */
function cheapestOf(...prices: (Price | null)[]): string {
  const [lowest] = prices.filter((price) => price !== null).toSorted((a, b) => a.close - b.close);
  return lowest?.exchange ?? 'bitstamp';
}
