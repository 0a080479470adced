import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPrices } from '../src/data/open-prices.ts';
import { type Price, PriceDataError } from '../src/index.ts';

const HEADER = 'exchange,symbol,open,high,low,close,volume,day';
// The schema of the lesson's own database.
const SCHEMA = `create table price (id integer primary key autoincrement, exchange text not null, symbol text not null,
  open DECIMAL(10, 4), high DECIMAL(10, 4), low DECIMAL(10, 4), close DECIMAL(10, 4), volume DECIMAL(10, 4), day DATE not null)`;
const INSERT =
  'insert into price (exchange, symbol, open, high, low, close, volume, day) values (?, ?, ?, ?, ?, ?, ?, ?)';
const ROWS = [
  ['zeta', 'xmr', 50, 55.5, 49.25, 51, 1000.12345678, '2020-04-01'],
  ['alpha', 'btc', 6000, 6500, 5900, 6400, 12, '2020-04-01'],
  ['alpha', 'btc', 1, 1, 1, 1, 1, '2020-04-01'],
] as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-prices-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function csv(name: string, ...lines: readonly string[]): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, lines.join('\n'));
  return file;
}

function sqlite(name: string, fill: (database: DatabaseSync) => void): string {
  const file = join(folder, name);
  const database = new DatabaseSync(file);
  fill(database);
  database.close();
  return file;
}

async function refusal(data: string | URL): Promise<PriceDataError> {
  const error: unknown = await openPrices(data).catch((error: unknown) => error);
  if (!(error instanceof PriceDataError)) expect.unreachable(`it was not refused as data: ${String(error)}`);
  expect(error).toMatchObject({ name: 'PriceDataError', code: 'ERR_PRICE_DATA' });
  return error;
}

describe('a SQLite database of the lesson', () => {
  it('is read as it is', async () => {
    const file = sqlite('prices.db', (database) => {
      database.exec(SCHEMA);
      for (const row of ROWS) database.prepare(INSERT).run(...row);
    });
    for (const data of [file, pathToFileURL(file)]) {
      const source = await openPrices(data);
      // It alone decides what is known, in its own order.
      expect(source.exchanges).toEqual(['zeta', 'alpha']);
      expect(source.symbols).toEqual(['xmr', 'btc']);
      expect(source.find('zeta', 'xmr', '2020-04-01')).toEqual({
        exchange: 'zeta',
        symbol: 'xmr',
        open: 50,
        high: 55.5,
        low: 49.25,
        close: 51,
        volume: 1000.12345678,
        day: '2020-04-01',
      });
      // The first row of a day counts.
      expect(source.find('alpha', 'btc', '2020-04-01')?.close).toBe(6400);
      expect(source.find('zeta', 'btc', '2020-04-01')).toBeUndefined();
    }
  });

  it('may have days without figures', async () => {
    const file = sqlite('nulls.db', (database) => {
      database.exec(SCHEMA);
      database.prepare(INSERT).run(...ROWS[0]);
      database.prepare(INSERT).run('zeta', 'xmr', null, null, null, null, null, '2020-04-02');
    });
    expect((await openPrices(file)).find('zeta', 'xmr', '2020-04-02')).toBeUndefined();
  });

  it('is refused without the table, without a column, without rows, and broken', async () => {
    const table = sqlite('table.db', (database) => database.exec('create table other (x)'));
    expect((await refusal(table)).message).toBe(
      `${table}: expected a table price with the columns exchange, symbol, open, high, low, close, volume, day, got a SQLite database without one`,
    );
    const column = sqlite('column.db', (database) =>
      database.exec('create table price (exchange, symbol, open, high, low, close)'),
    );
    expect((await refusal(column)).message).toMatch(/got one without volume, day$/);
    const empty = sqlite('empty.db', (database) => database.exec(SCHEMA));
    expect((await refusal(empty)).message).toBe(`${empty}: expected prices, got not one`);
    const broken = join(folder, 'broken.db');
    await writeFile(broken, `SQLite format 3\0${'not so '.repeat(500)}`);
    expect((await refusal(broken)).message).toMatch(/got a database that cannot be read: .*not a database/);
  });

  it('is refused with a row that is none', async () => {
    const text = sqlite('text.db', (database) => {
      database.exec(SCHEMA);
      database.prepare(INSERT).run(...ROWS[0]);
      database.prepare(INSERT).run('zeta', 'xmr', 1, 1, 1, 'much', 1, '2020-04-02');
    });
    expect((await refusal(text)).message).toBe(`${text}: expected close to be a number on row 2, got 'much'`);
  });
});

describe('a CSV', () => {
  it('is read, whatever the order of its columns, with those that are not ours', async () => {
    const source = await openPrices(
      await csv(
        'good.csv',
        '\uFEFF"day", symbol,exchange,open,high,low,close,volume,note',
        '2020-04-01,xmr,"zeta, inc",50,55.5,49.25,51,1e3,"a ""note"""',
        '',
        '2020-04-02,xmr,"zeta, inc",50,55.5,49.25,52,7,',
      ),
    );
    expect(source.exchanges).toEqual(['zeta, inc']);
    expect(source.find('zeta, inc', 'xmr', '2020-04-01')).toEqual({
      exchange: 'zeta, inc',
      symbol: 'xmr',
      open: 50,
      high: 55.5,
      low: 49.25,
      close: 51,
      volume: 1000,
      day: '2020-04-01',
    });
  });

  it('may be UTF-16, as spreadsheets write it', async () => {
    const file = join(folder, 'utf-16.csv');
    await writeFile(file, `\uFEFF${HEADER}\r\na,b,1,1,1,1,1,2020-04-01\r\n`, 'utf16le');
    expect((await openPrices(file)).exchanges).toEqual(['a']);
  });

  it.each([
    ['a figure that is none', 'a,b,1,1,1,x,1,2020-04-02', "expected close to be a number on line 3, got 'x'"],
    ['a figure that is missing', 'a,b,1,1,1,,1,2020-04-02', "expected close to be a number on line 3, got ''"],
    [
      'a day that is none',
      'a,b,1,1,1,1,1,2020-02-30',
      "expected day to be a date in the form YYYY-MM-DD on line 3, got '2020-02-30'",
    ],
    ['no exchange', ',b,1,1,1,1,1,2020-04-02', "expected exchange to be a name on line 3, got ''"],
    [
      'too few fields',
      'a,b,1',
      "expected a row for every line, got 'Invalid Record Length: expect 8, got 3 on line 3'",
    ],
  ])('is refused with %s, and says where', async (_, line, message) => {
    const file = await csv('bad.csv', HEADER, 'a,b,1,1,1,1,1,2020-04-01', line);
    expect((await refusal(file)).message).toBe(`${file}: ${message}`);
  });

  it('is refused without its columns, and without rows', async () => {
    const file = await csv('columns.csv', 'exchange,symbol,open,high,low,close', 'a,b,1,1,1,1');
    expect((await refusal(file)).message).toMatch(
      /or a CSV with the columns exchange, .*, got a CSV without volume, day$/,
    );
    expect((await refusal(await csv('rows.csv', HEADER))).message).toMatch(/expected prices, got not one$/);
  });
});

describe('what is no data', () => {
  it('is refused with what it is', async () => {
    const missing = join(folder, 'missing.db');
    expect((await refusal(missing)).message).toBe(`${missing}: expected a SQLite database or a CSV, got no such file`);
    expect((await refusal(folder)).message).toBe(`${folder}: expected a SQLite database or a CSV, got a directory`);
    expect((await refusal(await csv('empty.txt'))).message).toMatch(/got an empty file$/);
    const text = await csv('letter.txt', 'Dear Sir,', 'there are "prices" in here, and "quotes', 'Yours');
    expect((await refusal(text)).message).toMatch(
      /expected a SQLite database with a table price, or a CSV .* got something else$/,
    );
    const binary = join(folder, 'binary');
    await writeFile(
      binary,
      Uint8Array.from({ length: 4_096 }, (_, index) => (index * 7919) % 256),
    );
    expect((await refusal(binary)).message).toMatch(/got something else$/);
  });
});

describe('a list of rows', () => {
  const price: Price = { exchange: 'a', symbol: 'b', open: 1, high: 2, low: 1, close: 2, volume: 3, day: '2020-04-01' };

  it('is data too', async () => {
    const source = await openPrices(new Set([price]));
    expect(source.find('a', 'b', '2020-04-01')).toEqual(price);
  });

  it('is refused with a row that is none', async () => {
    await expect(openPrices([price, { ...price, high: Number.NaN }])).rejects.toThrow(
      'data: expected high to be a number on row 2, got NaN',
    );
  });
});
