import { PriceDataError } from '../errors.ts';
import { COLUMNS, FIGURES } from '../price.ts';
import type { PriceSource } from './price-source.ts';
import { priceTable, type ReadRow } from './price-table.ts';

const EXPECTED = `a table price with the columns ${COLUMNS.join(', ')}`;

/** The prices of a SQLite database with the lesson's schema. A row without figures (NULL) is a day without trade. */
export async function readSqlite(file: string): Promise<PriceSource> {
  // Only here: on Node.js 22 the import warns that it is experimental.
  const { DatabaseSync } = await import('node:sqlite');
  const rows: ReadRow[] = [];
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const found = database.prepare('SELECT name FROM pragma_table_info(?)').all('price');
    const columns = new Set(found.map(({ name }) => name));
    const missing = COLUMNS.filter((column) => !columns.has(column));
    if (columns.size === 0) throw new PriceDataError(file, EXPECTED, 'a SQLite database without one');
    if (missing.length > 0) throw new PriceDataError(file, EXPECTED, `one without ${missing.join(', ')}`);

    const select = database.prepare(`SELECT ${COLUMNS.join(', ')} FROM price`);
    for (const values of select.iterate()) {
      const place = `row ${rows.length + 1}`;
      if (FIGURES.every((column) => values[column] !== null)) rows.push({ place, values });
    }
  } catch (error) {
    if (error instanceof PriceDataError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new PriceDataError(file, EXPECTED, `a database that cannot be read: ${reason}`, { cause: error });
  } finally {
    database.close();
  }
  return priceTable(file, rows);
}
