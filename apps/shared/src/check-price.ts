import { currentTask, task } from '@heddle/futures/task';
import { createPriceClient, type Price, type PriceClient } from '@heddle/price-server/client';

// One client, and so one pool of connections, for each event loop that imports this: the main thread's and each worker's.
const clients = new Map<string, PriceClient>();

/** The client of this event loop, for the server that `PRICE_SERVER` names. */
export function priceClient(): PriceClient {
  const baseUrl = process.env['PRICE_SERVER'] ?? 'http://127.0.0.1:5000';
  let client = clients.get(baseUrl);
  if (client === undefined) {
    client = createPriceClient({ baseUrl });
    clients.set(baseUrl, client);
  }
  return client;
}

/**
 * Asks the server for a price: the lesson's `check_price`.
 *
 * The server's address is in the environment, which threads and processes inherit; so the call looks the same on each.
 */
export const checkPrice = task(
  import.meta,
  async function checkPrice(exchange: string, symbol: string, day: string): Promise<Price | null> {
    // Who aborts the future ends the request too.
    return priceClient().price(exchange, symbol, day, { signal: currentTask()?.signal });
  },
);
