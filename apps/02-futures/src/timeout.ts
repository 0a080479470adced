import type { Notebook } from '@heddle-apps/shared';
import { checkPrice } from '@heddle-apps/shared/check-price';
import { EventLoopExecutor } from 'heddle';

/** A timeout ends the wait alone: the call goes on, and its result can still be had. */
export async function timeout(book: Notebook): Promise<void> {
  await using executor = new EventLoopExecutor({ maxWorkers: 3 });
  // 500 ms against the 700 ms of the lesson's server; against a faster one far less, so that a busy machine does not let the price win.
  const ms = book.latency >= 700 ? 500 : Math.ceil(book.latency / 5);
  const future = executor.submit(checkPrice, 'bitstamp', 'btc', '2020-04-01');
  book.code(`await future.result({ timeout: ${ms} }) // a price takes ${book.latency} ms`);
  const error = await future.result({ timeout: ms }).then(
    () => 'no error',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
  book.print(error);
  book.code('(await future.result())?.close // the call went on');
  const answer = await future.result();
  book.print(String(answer?.close));
  book.check('a wait that is too short', 'TimeoutError', error);
}
