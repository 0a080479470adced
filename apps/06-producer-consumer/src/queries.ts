import { priceClient } from '@heddle-apps/shared/check-price';
import type { Price } from '@heddle/price-server/client';

/** What to ask: one price. */
export interface Query {
  readonly exchange: string;
  readonly symbol: string;
  readonly day: string;
}

/** A query and its answer. */
export interface Result extends Query {
  readonly price: Price | null;
}

/** The 31 days of March 2020. */
const days = Array.from({ length: 31 }, (_, index) => `2020-03-${String(index + 1).padStart(2, '0')}`);

/** Every exchange, every day, every symbol, in this order: 11 × 31 × 3 queries. */
export async function allQueries(): Promise<Query[]> {
  const [exchanges, symbols] = await Promise.all([priceClient().exchanges(), priceClient().symbols()]);
  return exchanges.flatMap((exchange) => days.flatMap((day) => symbols.map((symbol) => ({ exchange, symbol, day }))));
}
