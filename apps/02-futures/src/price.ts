import type { Notebook } from '@heddle-apps/shared';
import { checkPrice } from '@heddle-apps/shared/check-price';
import { EventLoopExecutor } from 'heddle';

/** One call: submitted now, its result awaited later. */
export async function price(book: Notebook): Promise<void> {
  await using executor = new EventLoopExecutor({ maxWorkers: 3 });
  book.code("const future = executor.submit(checkPrice, 'bitstamp', 'btc', '2020-04-01')");
  const future = executor.submit(checkPrice, 'bitstamp', 'btc', '2020-04-01');
  book.code('await future.result()');
  const answer = await future.result();
  book.print(`Price: $${answer?.close}`);
  book.print(`open ${answer?.open}, high ${answer?.high}, low ${answer?.low}, volume ${answer?.volume}`);
  book.check(
    'bitstamp btc 2020-04-01',
    [6408.95, 6527.24, 6337.42, 6421.14, 6342.29832651],
    answer && [answer.open, answer.high, answer.low, answer.close, answer.volume],
  );
}
