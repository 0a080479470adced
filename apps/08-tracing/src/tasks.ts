import { checkPrice as askServer } from '@heddle-apps/shared/check-price';
import { currentTask, task } from '@heddle/futures/task';
import type { Price } from '@heddle/price-server/client';
import { type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

/** The lesson's call, with a span for the request that it makes. */
export const checkPrice = task(
  import.meta,
  function checkPrice(exchange: string, symbol: string, day: string): Promise<Price | null> {
    const path = `/price/${exchange}/${symbol}/${day}`;
    return inSpan(`GET ${path}`, SpanKind.CLIENT, () => askServer(exchange, symbol, day));
  },
);

/** The highest close of a day. Asks all exchanges, as tasks of its own executor, four in a chunk. */
export const highestClose = task(
  import.meta,
  async function highestClose(symbol: string, day: string, exchanges: readonly string[]): Promise<number> {
    const executor = currentTask()?.executor;
    if (executor === undefined) {
      throw new TypeError('Expected highestClose to run as a task');
    }
    const queries = exchanges.map((exchange): [string, string, string] => [exchange, symbol, day]);
    const prices = await executor.starmap(checkPrice, queries, { chunkSize: 4 }).toArray();
    return Math.max(...prices.map((price) => price?.close ?? 0));
  },
);

/** Calls `fn` in a span of its own, a child of the one that is active. */
export function inSpan<R>(name: string, kind: SpanKind, fn: (span: Span) => Promise<R>): Promise<R> {
  return trace.getTracer('lesson').startActiveSpan(name, { kind }, async (span) => {
    try {
      return await fn(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
      throw error;
    } finally {
      span.end();
    }
  });
}
