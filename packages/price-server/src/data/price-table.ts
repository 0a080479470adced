import { PriceDataError } from '../errors.ts';
import { show } from '../options.ts';
import type { FIGURES, Price } from '../price.ts';
import { dayNumber } from './calendar.ts';
import type { PriceSource } from './price-source.ts';

/** A row as it was read: nothing is known of its values yet. */
export interface ReadRow {
  /** Where it stands, for the message: 'line 3'. */
  readonly place: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * The rows of a file or of a list, checked, in memory.
 *
 * The exchanges and symbols are those that occur, in the order in which they first do. Of two rows for the same day the
 * first counts, as on the lesson's server.
 *
 * @throws {PriceDataError} a row has no name, a figure that is no number, or a day that is none
 */
export function priceTable(file: string, rows: Iterable<ReadRow>): PriceSource {
  const exchanges = new Set<string>();
  const symbols = new Set<string>();
  const prices = new Map<string, Price>();
  for (const row of rows) {
    const price = checkRow(file, row);
    exchanges.add(price.exchange);
    symbols.add(price.symbol);
    const key = keyOf(price.exchange, price.symbol, price.day);
    if (!prices.has(key)) prices.set(key, price);
  }
  if (prices.size === 0) throw new PriceDataError(file, 'prices', 'not one');
  return {
    exchanges: [...exchanges],
    symbols: [...symbols],
    find: (exchange, symbol, day) => prices.get(keyOf(exchange, symbol, day)),
  };
}

/** A name may hold any character but this one, which no address and no text file has. */
function keyOf(exchange: string, symbol: string, day: string): string {
  return `${exchange}\0${symbol}\0${day}`;
}

function checkRow(file: string, { place, values }: ReadRow): Price {
  function fail(column: string, expected: string): never {
    throw new PriceDataError(file, `${column} to be ${expected} on ${place}`, show(values[column]));
  }
  const { exchange, symbol, day } = values;
  if (typeof exchange !== 'string' || exchange === '') fail('exchange', 'a name');
  if (typeof symbol !== 'string' || symbol === '') fail('symbol', 'a name');
  if (typeof day !== 'string' || dayNumber(day) === undefined) fail('day', 'a date in the form YYYY-MM-DD');
  function figure(column: (typeof FIGURES)[number]): number {
    const value = values[column];
    return typeof value === 'number' && Number.isFinite(value) ? value : fail(column, 'a number');
  }
  const [open, high, low, close] = [figure('open'), figure('high'), figure('low'), figure('close')];
  return { exchange, symbol, open, high, low, close, volume: figure('volume'), day };
}
