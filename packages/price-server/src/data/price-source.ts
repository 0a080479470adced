import type { Price } from '../price.ts';

/** Where the server's prices come from. It alone decides which exchanges and symbols are known. */
export interface PriceSource {
  readonly exchanges: readonly string[];
  readonly symbols: readonly string[];
  /** The price of a known exchange and symbol; `undefined` where there was no trade on that day. */
  find(exchange: string, symbol: string, day: string): Price | undefined;
}
