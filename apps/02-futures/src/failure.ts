import type { Notebook } from '@heddle-apps/shared';
import { checkPrice } from '@heddle-apps/shared/check-price';
import { EventLoopExecutor } from 'heddle';

/** What the call threw is the future's exception; a callback is told when it is done. */
export async function failure(book: Notebook): Promise<void> {
  await using executor = new EventLoopExecutor({ maxWorkers: 3 });
  const future = executor.submit(checkPrice, 'nowhere', 'btc', '2020-04-01');
  book.code('future.addDoneCallback((future) => …)');
  future.addDoneCallback((done) => book.print(`the callback: ${done.state}`));
  book.code('await future.exception() // there is no such exchange');
  const error = await future.exception();
  const name = error instanceof Error ? error.name : String(error);
  book.print(error instanceof Error && 'code' in error ? `${name}, code ${String(error.code)}` : name);
  book.check('an unknown exchange', 'PriceNotFoundError', name);
}
