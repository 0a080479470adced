import type { Notebook } from '@heddle-apps/shared';
import type { Price } from '@heddle/price-server/client';
import { EventLoopExecutor } from 'heddle';
import { createRecorder } from './recorder.ts';

/** Strictly sequential: each call needs the answer of the one before, and so no worker helps. */
export async function sequential(book: Notebook): Promise<void> {
  await using executor = new EventLoopExecutor({ maxWorkers: 8 });
  const recorder = createRecorder();
  const dayAfter = async (price: Price | null): Promise<Price | null> =>
    recorder.ask('bitfinex', 'btc', nextDay(price?.day ?? '2020-04-01'));

  book.say('Strictly sequential: each call needs the answer before it.');
  book.code('const second = executor.submit(dayAfter, first) // first is a future');
  const first = executor.submit(recorder.ask, 'bitfinex', 'btc', '2020-04-01');
  const second = executor.submit(dayAfter, first);
  const third = executor.submit(dayAfter, second);
  const prices = await Promise.all([first, second, third]);
  for (const line of recorder.draw()) {
    book.print(line);
  }
  book.check(
    'one after the other',
    [6409.8, 6630.8, 6803.9],
    prices.map((price) => price?.close),
  );
}

function nextDay(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}
