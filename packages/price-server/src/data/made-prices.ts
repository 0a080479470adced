import type { Price } from '../price.ts';
import { dayNumber } from './calendar.ts';
import { HISTORY } from './history.ts';
import { LESSON_ROWS } from './lesson-rows.ts';
import { noise, signedNoise } from './noise.ts';
import type { PriceSource } from './price-source.ts';
import { FIRST_DAY, referencePath } from './reference-path.ts';

/** What an exchange trades in a day, in bitcoin; in the lesson's order. */
const TRADED = {
  hitbtc: 12_000,
  mexbt: 1,
  kraken: 40,
  okex: 60_000,
  bittrex: 500,
  bitstamp: 7_000,
  bitfinex: 250,
  'coinbase-pro': 14_000,
  poloniex: 1_100,
  cexio: 300,
  huobi: 30_000,
};

/** How much more of the symbol is traded than of bitcoin. */
const TIMES = { ltc: 6, btc: 1, eth: 9 };

export const EXCHANGES: readonly string[] = Object.keys(TRADED);
export const SYMBOLS: readonly string[] = Object.keys(HISTORY);

/**
 * The prices that the server has without a file: made from a fixed seed, the same on every machine, and where the lesson
 * prints a figure, that figure.
 *
 * Nothing is made before it is asked for, and each day by itself. A day opens where the one before it closed.
 */
export function madePrices(): PriceSource {
  const first = dayNumber(FIRST_DAY) ?? 0;
  const lesson = new Map(LESSON_ROWS.map((row) => [`${row[0]} ${row[1]} ${row[2]}`, row]));
  const lessonCloses = new Map(
    LESSON_ROWS.map(([exchange, symbol, day, , , , close]) => [`${exchange} ${symbol} ${dayNumber(day)}`, close]),
  );
  const paths = new Map<string, Float64Array>();

  function pathOf(symbol: keyof typeof HISTORY): Float64Array {
    const path = paths.get(symbol) ?? referencePath(HISTORY[symbol], SYMBOLS.indexOf(symbol));
    paths.set(symbol, path);
    return path;
  }

  /** The close on that day, counted from the first; of the day before the first, what it opened with. */
  function closeOf(exchange: string, symbol: keyof typeof HISTORY, at: number): number {
    const close = lessonCloses.get(`${exchange} ${symbol} ${first + at}`);
    if (close !== undefined) return close;
    const keys = [EXCHANGES.indexOf(exchange), SYMBOLS.indexOf(symbol)] as const;
    const spread = 0.0015 * signedNoise(3, ...keys) + 0.001 * signedNoise(4, ...keys, at);
    return toTick((pathOf(symbol)[Math.max(at, 0)] ?? 0) * (1 + spread));
  }

  return {
    exchanges: EXCHANGES,
    symbols: SYMBOLS,
    find(exchange, symbol, day): Price | undefined {
      const row = lesson.get(`${exchange} ${symbol} ${day}`);
      if (row !== undefined) {
        const [, , , open, high, low, close, volume] = row;
        return { exchange, symbol, open, high, low, close, volume, day };
      }
      const at = (dayNumber(day) ?? Number.NaN) - first;
      if (!isExchange(exchange) || !isSymbol(symbol) || !(at >= 0 && at < pathOf(symbol).length)) return undefined;

      const keys = [EXCHANGES.indexOf(exchange), SYMBOLS.indexOf(symbol), at] as const;
      const open = closeOf(exchange, symbol, at - 1);
      const close = closeOf(exchange, symbol, at);
      const high = toTick(Math.max(open, close) * (1 + 0.02 * noise(5, ...keys)));
      const low = toTick(Math.min(open, close) * (1 - 0.02 * noise(6, ...keys)));
      // A day that moves much is a day on which much is traded.
      const stir = 0.5 + noise(7, ...keys) + (10 * (high - low)) / open;
      const volume = Math.round(TRADED[exchange] * TIMES[symbol] * stir * 1e8) / 1e8;
      return { exchange, symbol, open, high, low, close, volume, day };
    },
  };
}

function isExchange(name: string): name is keyof typeof TRADED {
  return Object.hasOwn(TRADED, name);
}

function isSymbol(name: string): name is keyof typeof HISTORY {
  return Object.hasOwn(HISTORY, name);
}

/** Cents, and of what costs less than ten dollars hundredths of cents. */
function toTick(price: number): number {
  const ticks = price < 10 ? 10_000 : 100;
  return Math.round(price * ticks) / ticks;
}
