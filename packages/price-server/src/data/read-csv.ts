import { readFile } from 'node:fs/promises';
import { PriceDataError } from '../errors.ts';
import { COLUMNS, FIGURES } from '../price.ts';
import type { PriceSource } from './price-source.ts';
import { priceTable, type ReadRow } from './price-table.ts';

const EXPECTED = `a SQLite database with a table price, or a CSV with the columns ${COLUMNS.join(', ')}`;

/** The prices of a CSV file with a header; further columns are left alone. */
export async function readCsv(file: string): Promise<PriceSource> {
  const { CsvError, parse } = await import('csv-parse/sync');
  const text = await readFile(file);
  const rows: ReadRow[] = [];
  let header: readonly string[] | undefined;
  function take(fields: string[], line: number): null {
    if (header === undefined) header = fields;
    else rows.push(toRow(header, fields, line));
    return null;
  }

  try {
    parse(text, {
      bom: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (fields: string[], { lines }) => take(fields, lines), // null: the parser keeps none itself
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    checkHeader(file, header ?? ['']);
    throw new PriceDataError(file, 'a row for every line', `'${error.message}'`, { cause: error });
  }
  checkHeader(file, header ?? []);
  return priceTable(file, rows);
}

/** Without our columns it is no file of ours, whatever else may be wrong with it. */
function checkHeader(file: string, header: readonly string[]): void {
  const missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length === 0) return;
  const other = missing.length === COLUMNS.length ? 'something else' : `a CSV without ${missing.join(', ')}`;
  throw new PriceDataError(file, EXPECTED, header.length === 0 ? 'an empty file' : other);
}

function toRow(header: readonly string[], fields: readonly string[], line: number): ReadRow {
  const values: Record<string, unknown> = Object.fromEntries(header.map((column, index) => [column, fields[index]]));
  for (const column of FIGURES) {
    const number = Number(values[column]);
    // What is no number stays as it was written, for the message to show.
    if (values[column] !== '' && Number.isFinite(number)) values[column] = number;
  }
  return { place: `line ${line}`, values };
}
