import type { Notebook } from '@heddle-apps/shared';
import type { Price } from '@heddle/price-server/client';
import type { Result } from './queries.ts';

/** `results[exchange][day][symbol]`, as in the lesson. */
export type Results = Record<string, Record<string, Record<string, Price | null>>>;

export function indexResults(list: Iterable<Result>): Results {
  const results: Results = {};
  for (const { exchange, day, symbol, price } of list) {
    ((results[exchange] ??= {})[day] ??= {})[symbol] = price;
  }
  return results;
}

/** Looks some of the prices up, and prints them. */
export function printSamples(book: Notebook, run: string, results: Results): void {
  book.code("results[exchange]['2020-03-10'].btc.close");
  for (const [exchange, close] of [
    ['bitfinex', 7941],
    ['bitstamp', 7936.25],
    ['coinbase-pro', 7934.52],
  ] as const) {
    const got = results[exchange]?.['2020-03-10']?.['btc']?.close;
    book.print(`${exchange.padEnd(12)} ${got}`);
    book.check(`${run}: ${exchange} btc 2020-03-10`, close, got);
  }
  book.code('results.okex[day][symbol]');
  for (const [symbol, day, expected] of [
    ['eth', '2020-03-25', [135.91, 145, 132.49, 138.42, 796791.072558]],
    ['btc', '2020-03-18', [5028, 5527.9, 4923.7, 5314.1, 95054.82617103]],
  ] as const) {
    const price = results['okex']?.[day]?.[symbol];
    const row = price && [price.open, price.high, price.low, price.close, price.volume];
    book.print(`${symbol} ${day} ${row?.join(' ')}`);
    book.check(`${run}: okex ${symbol} ${day}`, expected, row);
  }
}
