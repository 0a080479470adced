import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PriceDataError } from '../errors.ts';
import { show } from '../options.ts';
import type { Price } from '../price.ts';
import { madePrices } from './made-prices.ts';
import type { PriceSource } from './price-source.ts';
import { priceTable } from './price-table.ts';
import { readCsv } from './read-csv.ts';
import { readSqlite } from './read-sqlite.ts';

/** A file (SQLite or CSV, told apart by what is in it), or the rows themselves. */
export type PriceData = string | URL | Iterable<Price>;

const SQLITE = 'SQLite format 3\0';

/**
 * The prices of that data; without any, the made ones.
 *
 * @throws {PriceDataError} the data is not what it should be
 */
export async function openPrices(data: PriceData | undefined): Promise<PriceSource> {
  if (data === undefined) return madePrices();
  if (typeof data === 'string') return openFile(data);
  if (data instanceof URL) return openFile(fileURLToPath(data));
  if (typeof data !== 'object' || data === null || !(Symbol.iterator in data)) {
    throw new TypeError(`Expected data to be a file or a list of prices, got ${show(data)}`);
  }
  return priceTable('data', listed(data));
}

async function openFile(file: string): Promise<PriceSource> {
  return (await beginningOf(file)) === SQLITE ? readSqlite(file) : readCsv(file);
}

async function beginningOf(file: string): Promise<string> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(SQLITE.length), 0, SQLITE.length, 0);
      return buffer.toString('latin1', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
    const got = { ENOENT: 'no such file', EISDIR: 'a directory', EACCES: 'a file that may not be read' }[code];
    throw new PriceDataError(file, 'a SQLite database or a CSV', got ?? String(error), { cause: error });
  }
}

function* listed(prices: Iterable<Price>): Generator<{ place: string; values: Record<string, unknown> }> {
  let index = 0;
  for (const price of prices) yield { place: `row ${++index}`, values: { ...price } };
}
