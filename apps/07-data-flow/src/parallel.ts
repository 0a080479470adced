import type { Notebook } from '@heddle-apps/shared';
import { EventLoopExecutor } from 'heddle';
import { createRecorder } from './recorder.ts';

/** Embarrassingly parallel: no call needs another, so all run at once. */
export async function parallel(book: Notebook): Promise<void> {
  await using executor = new EventLoopExecutor({ maxWorkers: 8 });
  const recorder = createRecorder();
  book.say('Embarrassingly parallel: no call needs another.');
  book.code('executor.starmap(ask, queries)');
  const queries = ['bitfinex', 'bitstamp', 'kraken'].flatMap((exchange) =>
    ['btc', 'eth'].map((symbol): [string, string, string] => [exchange, symbol, '2020-04-01']),
  );
  const prices = await executor.starmap(recorder.ask, queries).toArray();
  for (const line of recorder.draw()) {
    book.print(line);
  }
  const bitcoins = prices.filter((price) => price?.symbol === 'btc').map((price) => price?.close);
  book.check('in parallel', [6409.8, 6421.14, 6401.9], bitcoins);
}
