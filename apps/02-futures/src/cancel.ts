import type { Notebook } from '@heddle-apps/shared';
import { checkPrice } from '@heddle-apps/shared/check-price';
import { EventLoopExecutor } from 'heddle';

/** What has not started can be cancelled. */
export async function cancel(book: Notebook): Promise<void> {
  await using executor = new EventLoopExecutor({ maxWorkers: 1 });
  const first = executor.submit(checkPrice, 'bitstamp', 'btc', '2020-04-01');
  const second = executor.submit(checkPrice, 'bitstamp', 'eth', '2020-04-01');
  book.code('second.cancel() // there is one worker, and it has the first call');
  const cancelled = second.cancel();
  book.print(`${cancelled}, and its state is ${second.state}`);
  await first.result();
  book.check('cancel, and the states', 'true, finished, cancelled', [cancelled, first.state, second.state].join(', '));
}
