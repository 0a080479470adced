import { dayNumber } from '../data/calendar.ts';
import type { PriceSource } from '../data/price-source.ts';
import { BadDateError, PriceNotFoundError } from '../errors.ts';

/** What is sent: a status and a JSON text. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

export const ROUTES = ['GET /', 'GET /exchanges', 'GET /symbols', 'GET /price/{exchange}/{symbol}/{date}'] as const;

export function answer(status: number, value: unknown): Answer {
  return { status, body: JSON.stringify(value) };
}

/** The price, `null` where there was no trade on that day, or what is wrong with the question and what would be right. */
export function priceAnswer(source: PriceSource, exchange: string, symbol: string, date: string): Answer {
  if (!source.exchanges.includes(exchange)) return unknown('exchange', exchange, source.exchanges);
  if (!source.symbols.includes(symbol)) return unknown('symbol', symbol, source.symbols);
  if (dayNumber(date) === undefined) {
    const { code, message, got } = new BadDateError(date);
    return answer(400, { code, message, got, form: 'YYYY-MM-DD' });
  }
  return answer(200, source.find(exchange, symbol, date) ?? null);
}

function unknown(what: 'exchange' | 'symbol', got: string, known: readonly string[]): Answer {
  const { code, message } = new PriceNotFoundError(what, got, known);
  return answer(404, { code, message, what, got, known });
}

/** For an address that is none of ours, or one of ours asked with another method than GET and HEAD. */
export function routeAnswer(method: string, path: string): Answer {
  if (method !== 'GET' && method !== 'HEAD' && /^\/(exchanges|symbols|price\/[^/]+\/[^/]+\/[^/]+)?$/.test(path)) {
    const message = `Expected GET ${path}, got ${method}`;
    return answer(405, { code: 'ERR_PRICE_METHOD', message, routes: ROUTES });
  }
  const message = `Expected one of ${ROUTES.join(', ')}, got ${method} ${path}`;
  return answer(404, { code: 'ERR_PRICE_ROUTE', message, routes: ROUTES });
}
