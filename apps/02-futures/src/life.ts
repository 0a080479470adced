import type { Notebook } from '@heddle-apps/shared';
import { checkPrice } from '@heddle-apps/shared/check-price';
import { EventLoopExecutor } from 'heddle';

/** What a future answers before it is done, and after. */
export async function life(book: Notebook): Promise<void> {
  await using executor = new EventLoopExecutor({ maxWorkers: 3 });
  const future = executor.submit(checkPrice, 'kraken', 'btc', '2020-04-01');
  const before = future.done();
  book.code('future.done()');
  book.print(String(before));
  book.code('(await future.result({ timeout: 10_000 }))?.close');
  const answer = await future.result({ timeout: 10_000 });
  book.print(String(answer?.close));
  book.code('future.done()');
  book.print(String(future.done()));
  book.check('kraken btc 2020-04-01: done, close, done', [false, 6401.9, true], [before, answer?.close, future.done()]);
}
