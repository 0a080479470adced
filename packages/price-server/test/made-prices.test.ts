import { createHash } from 'node:crypto';
import { assert, constantFrom, integer, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayNumber, dayText } from '../src/data/calendar.ts';
import { madePrices } from '../src/data/made-prices.ts';
import { EXCHANGES, FIRST_DAY, LAST_DAY, SYMBOLS } from '../src/index.ts';

const source = madePrices();
const first = dayNumber(FIRST_DAY)!;
const last = dayNumber(LAST_DAY)!;

function close(exchange: string, symbol: string, day: string): number | undefined {
  return source.find(exchange, symbol, day)?.close;
}

/** The closes of these exchanges from 2020-04-01 on, day by day, as the lesson lists them. */
function april(exchanges: readonly string[], days: number): (number | undefined)[] {
  const dates = Array.from({ length: days }, (_, index) => dayText(dayNumber('2020-04-01')! + index));
  const symbols = ['btc', 'eth', 'ltc'];
  return exchanges.flatMap((exchange) => dates.flatMap((day) => symbols.map((symbol) => close(exchange, symbol, day))));
}

function near(symbol: string, day: string, expected: number): void {
  expect(Math.abs(close('kraken', symbol, day)! / expected - 1)).toBeLessThan(0.05);
}

describe('the made prices', () => {
  it('are those of the exchanges and symbols of the lesson, in its order', () => {
    expect(source.exchanges.join(' ')).toBe(
      'hitbtc mexbt kraken okex bittrex bitstamp bitfinex coinbase-pro poloniex cexio huobi',
    );
    expect(source.symbols).toEqual(['ltc', 'btc', 'eth']);
  });

  it('hold the rows that the lesson prints', () => {
    expect(source.find('bitstamp', 'btc', '2020-04-01')).toEqual({
      exchange: 'bitstamp',
      symbol: 'btc',
      open: 6408.95,
      high: 6527.24,
      low: 6337.42,
      close: 6421.14,
      volume: 6342.29832651,
      day: '2020-04-01',
    });
    expect(source.find('okex', 'eth', '2020-03-25')).toEqual({
      exchange: 'okex',
      symbol: 'eth',
      open: 135.91,
      high: 145,
      low: 132.49,
      close: 138.42,
      volume: 796791.072558,
      day: '2020-03-25',
    });
    expect(source.find('okex', 'btc', '2020-03-18')).toEqual({
      exchange: 'okex',
      symbol: 'btc',
      open: 5028,
      high: 5527.9,
      low: 4923.7,
      close: 5314.1,
      volume: 95054.82617103,
      day: '2020-03-18',
    });
    expect(['bitfinex', 'bitstamp', 'kraken'].map((exchange) => close(exchange, 'btc', '2020-04-01'))).toEqual([
      6409.8, 6421.14, 6401.9,
    ]);
    expect(['bitfinex', 'bitstamp', 'coinbase-pro'].map((exchange) => close(exchange, 'btc', '2020-03-10'))).toEqual([
      7941, 7936.25, 7934.52,
    ]);
  });

  it('hold the map of 36 records, whether it is twelve days of one exchange or four of three', () => {
    const begins = [6409.8, 133, 39.076, 6630.8, 135.49, 39.356, 6803.9];
    expect(april(['bitfinex'], 12).slice(0, 7)).toEqual(begins);
    expect(april(['bitfinex'], 12).slice(-3)).toEqual([6874.8, 158.22, 42.316]);
    expect(april(['bitfinex', 'bitstamp', 'kraken'], 4)).toEqual(
      begins.concat(
        [141.6, 39.32, 6736.6, 141.46, 40.193],
        [6421.14, 133.14, 39.35, 6652.07, 135.98, 39.3, 6801.99, 141.71, 39.83, 6742.57, 141.4, 40.62],
        [6401.9, 133.28, 39.25, 6624.8, 135.69, 39.44, 6776.5, 140.72, 39.96, 6766.9, 141.17, 40.51],
      ),
    );
  });

  it('are plausible, without a gap, on every exchange, for every symbol, on every day', () => {
    const anywhere = tuple(constantFrom(...EXCHANGES), constantFrom(...SYMBOLS), integer({ min: first, max: last }));
    assert(
      property(anywhere, ([exchange, symbol, number]) => {
        const price = source.find(exchange, symbol, dayText(number))!;
        expect(price).toMatchObject({ exchange, symbol, day: dayText(number) });
        expect(price.low).toBeGreaterThan(0);
        expect(price.low).toBeLessThanOrEqual(Math.min(price.open, price.close));
        expect(price.high).toBeGreaterThanOrEqual(Math.max(price.open, price.close));
        expect(price.volume).toBeGreaterThan(0);
        if (number === first) return;
        // What the lesson prints was real, and left gaps of two per cent between the days.
        const before = source.find(exchange, symbol, dayText(number - 1))!;
        expect(Math.abs(price.open / before.close - 1)).toBeLessThan(0.025);
        // No day leaps, but for the crash of March 2020.
        const leap = Math.abs(price.close / before.close - 1);
        expect(leap).toBeLessThan(dayText(number) >= '2020-03-01' ? 0.5 : 0.2);
        // And the exchanges agree.
        const elsewhere = source.find('bitstamp', symbol, dayText(number))!;
        expect(Math.abs(price.close / elsewhere.close - 1)).toBeLessThan(0.015);
      }),
      { numRuns: 2_000 },
    );
  });

  it('look like the history of these coins', () => {
    near('btc', '2013-12-04', 1_150);
    near('btc', '2015-01-31', 217);
    near('btc', '2017-12-17', 19_140);
    near('eth', '2018-01-13', 1_390);
    near('ltc', '2019-06-30', 122);
  });

  it('are not there before the first day nor after the last', () => {
    expect(source.find('kraken', 'btc', '2013-04-24')).toBeDefined();
    expect(source.find('kraken', 'btc', '2013-04-23')).toBeUndefined();
    expect(source.find('kraken', 'btc', '2020-04-30')).toBeDefined();
    expect(source.find('kraken', 'btc', '2020-05-01')).toBeUndefined();
    expect(source.find('toString', 'btc', '2020-04-01')).toBeUndefined();
  });

  it('are the same on every machine and every run', () => {
    const hash = createHash('sha256');
    for (const exchange of EXCHANGES) {
      for (const symbol of SYMBOLS) {
        // Backwards: a day must not depend on which were asked for before it.
        for (let day = last; day >= first; day--)
          hash.update(JSON.stringify(source.find(exchange, symbol, dayText(day))));
      }
    }
    expect(hash.digest('hex')).toBe('808812fb337748fd8aaf9d8d73226ab61915edccbadebc331586262a898a35a2');
  });
});

describe('a date', () => {
  it.each(['2020-02-29', '2013-04-24', '0001-01-01', '9999-12-31'])('%s is one', (text) => {
    expect(dayText(dayNumber(text)!)).toBe(text);
  });

  it.each([
    '2020-02-30',
    '2019-02-29',
    '2020-13-01',
    '2020-00-10',
    '2020-4-1',
    '20200401',
    'yesterday',
    '',
    '2020-04-01T00:00',
  ])("'%s' is none", (text) => expect(dayNumber(text)).toBeUndefined());
});
