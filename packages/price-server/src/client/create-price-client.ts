import { Pool } from 'undici';
import { PriceClientClosedError } from '../errors.ts';
import { checkInteger, checkMilliseconds, show } from '../options.ts';
import type { Price } from '../price.ts';
import { getText, type TextResponse } from './get-text.ts';
import { readNames, readPrice } from './read-answer.ts';

const LONGEST_CONNECT = 10_000;

export interface PriceClientOptions {
  /** Where the server answers: 'http://127.0.0.1:5000'. */
  readonly baseUrl: string | URL;
  /** How many connections there may be at once; further calls wait for one. One is opened when all are busy. Default: 1,024. */
  readonly connections?: number | undefined;
  /** How long a call may take, its wait for a connection included, in milliseconds. Default: 30,000; `Infinity`: for ever. */
  readonly timeout?: number | undefined;
}

export interface PriceCallOptions {
  /** Gives the call up; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface PriceClient extends AsyncDisposable {
  /** The names of the exchanges. */
  exchanges(options?: PriceCallOptions): Promise<string[]>;
  /** The names of the symbols. */
  symbols(options?: PriceCallOptions): Promise<string[]>;
  /**
   * The price of a symbol on an exchange on a day; `null` where there was no trade.
   *
   * Cancellation: on abort or timeout the connection is given up, and the call's place in the line.
   *
   * @param date - in the form YYYY-MM-DD
   * @throws {PriceNotFoundError} the server knows no such exchange or symbol
   * @throws {BadDateError} the date is none
   * @throws {PriceTimeoutError} the answer did not come in time
   * @throws {PriceUnreachableError} there is no connection
   * @throws {PriceResponseError} what answered is no price server
   */
  price(exchange: string, symbol: string, date: string, options?: PriceCallOptions): Promise<Price | null>;
  /** Waits for the calls under way, then closes the connections; later calls reject. */
  close(): Promise<void>;
}

/**
 * Makes a client with a connection pool of its own; nothing is opened before the first call.
 *
 * A call under way holds the program open, an idle client does not, closed or not. A client cannot be sent to a worker
 * thread; each makes its own.
 *
 * @throws {TypeError} `baseUrl` is no http address
 * @example
 * const client = createPriceClient({ baseUrl: 'http://127.0.0.1:5000' });
 * const price = await client.price('bitstamp', 'btc', '2020-04-01');
 */
export function createPriceClient({ baseUrl, connections = 1_024, timeout = 30_000 }: PriceClientOptions): PriceClient {
  const base = checkUrl(baseUrl);
  checkInteger('connections', connections, 1, 65_535);
  if (timeout !== Number.POSITIVE_INFINITY) checkMilliseconds('timeout', timeout, 1);

  const prefix = base.pathname.replace(/\/+$/, '');
  // The call's own timer counts all of it, and exactly; undici's would count parts, by halves of a second.
  const pool = new Pool(base.origin, {
    connections,
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: Math.min(timeout, LONGEST_CONNECT),
  });
  let closed: Promise<void> | undefined;

  async function get<T>(
    path: string,
    read: (url: string, response: TextResponse) => T,
    { signal }: PriceCallOptions = {},
  ): Promise<T> {
    signal?.throwIfAborted();
    if (closed !== undefined) throw new PriceClientClosedError();
    const url = base.origin + prefix + path;
    return read(url, await getText(pool, prefix + path, url, timeout, signal));
  }
  const close = (): Promise<void> => (closed ??= pool.close());

  return {
    exchanges: (options) => get('/exchanges', readNames, options),
    symbols: (options) => get('/symbols', readNames, options),
    // Async, so that a name which no address can hold (half a surrogate pair) rejects too.
    price: async (exchange, symbol, date, options) =>
      get(`/price/${[exchange, symbol, date].map(encodeURIComponent).join('/')}`, readPrice, options),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function checkUrl(baseUrl: string | URL): URL {
  const url = URL.parse(String(baseUrl));
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new TypeError(`Expected baseUrl to be an address such as http://127.0.0.1:5000, got ${show(baseUrl)}`);
}
