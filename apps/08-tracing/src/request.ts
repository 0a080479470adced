import { priceClient } from '@heddle-apps/shared/check-price';
import { SpanKind } from '@opentelemetry/api';
import { EventLoopExecutor, type Executor, ProcessPoolExecutor, ThreadPoolExecutor } from 'heddle';
import { startSdk, stopSdk } from './sdk.ts';
import { checkPrice, highestClose, inSpan } from './tasks.ts';

export const executorKinds = ['event-loop', 'threads', 'processes'] as const;
export type ExecutorKind = (typeof executorKinds)[number];

/** An executor whose workers send their spans to each of `urls`. */
export function makeExecutor(kind: ExecutorKind, urls: readonly string[]): Executor {
  const maxWorkers = 3;
  const options = { maxWorkers, initializer: startSdk, finalizer: stopSdk, initArgs: urls };
  switch (kind) {
    case 'event-loop':
      return new EventLoopExecutor({ maxWorkers }); // everything is on this thread, and so is its SDK
    case 'threads':
      return new ThreadPoolExecutor(options);
    case 'processes':
      return new ProcessPoolExecutor(options);
    default:
      return kind satisfies never;
  }
}

/** What is traced: 33 prices by three tasks that submit tasks, one task that fails twice, and one that nobody wants any more. */
export function handleRequest(executor: Executor, day: string): Promise<number[]> {
  return inSpan('request', SpanKind.SERVER, async () => {
    const [exchanges, symbols] = await Promise.all([priceClient().exchanges(), priceClient().symbols()]);
    const highest = symbols.map((symbol) => executor.submit(highestClose, symbol, day, exchanges));
    const wrong = executor.with({ retries: 1, backoff: 0 }).submit(checkPrice, 'nasdaq', 'btc', day);
    const unwanted = executor.with({ name: 'unwanted' }).submit(checkPrice, 'kraken', 'btc', day);
    unwanted.cancel();
    await wrong.exception();
    return Promise.all(highest);
  });
}
