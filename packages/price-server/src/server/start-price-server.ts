import { openPrices, type PriceData } from '../data/open-prices.ts';
import { ListenError, PortInUseError } from '../errors.ts';
import { checkInteger, checkMilliseconds, show } from '../options.ts';
import { createApp } from './create-app.ts';
import { Latency } from './latency.ts';

/** How many connections may stand in line while many arrive in one turn; the system may allow fewer. */
const BACKLOG = 4_096;

export interface PriceServerOptions {
  /** Default: 5000. 0 takes any free port. */
  readonly port?: number | undefined;
  /** Default: 127.0.0.1, where only this machine reaches it. */
  readonly host?: string | undefined;
  /** How long an answer to /price takes at least, in milliseconds. Default: 0. */
  readonly latency?: number | undefined;
  /** How much longer it takes at most, in milliseconds; how much, chance decides each time. Default: 0. */
  readonly jitter?: number | undefined;
  /** A SQLite database or CSV, or the rows themselves. Default: the made prices. */
  readonly data?: PriceData | undefined;
  /** How long `close()` waits for the answers under way, in milliseconds. Default: 1,000. */
  readonly graceMs?: number | undefined;
  /** Closes the server, as `close()` does. */
  readonly signal?: AbortSignal | undefined;
}

export interface PriceServer extends AsyncDisposable {
  /** Where it answers: 'http://127.0.0.1:5000'. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** `waiting`: the price answers that wait for their latency now. */
  stats(): { readonly waiting: number };
  /** Takes no more connections, lets the answers under way go out for `graceMs`, then cuts what is left. */
  close(): Promise<void>;
}

/**
 * Starts the mock price server of the lesson; resolves once it answers.
 *
 * It holds the program open until it is closed.
 *
 * Cancellation: with an aborted signal nothing is started; a later abort closes the server.
 *
 * @param options.latency - in milliseconds; a price takes `latency` and a random part of `jitter`
 * @throws {PortInUseError} another program listens on the port
 * @throws {PriceDataError} the data is not what it should be
 * @example
 * const server = await startPriceServer({ port: 0, latency: 700 });
 */
export async function startPriceServer(options: PriceServerOptions = {}): Promise<PriceServer> {
  const { port = 5_000, host = '127.0.0.1', latency = 0, jitter = 0, graceMs = 1_000, data, signal } = options;
  checkInteger('port', port, 0, 65_535);
  checkMilliseconds('latency', latency);
  checkMilliseconds('jitter', jitter);
  checkMilliseconds('latency + jitter', latency + jitter);
  checkMilliseconds('graceMs', graceMs);
  if (typeof host !== 'string') throw new TypeError(`Expected host to be a name or an address, got ${show(host)}`);
  signal?.throwIfAborted();

  const delays = new Latency(latency, jitter);
  const closing = new AbortController();
  const app = createApp(await openPrices(data), delays, closing.signal);
  try {
    await app.listen({ port, host, backlog: BACKLOG });
  } catch (error) {
    await app.close();
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw code === 'EADDRINUSE' ? new PortInUseError(port, host, error) : new ListenError(port, host, error);
  }

  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= closeNow());
  const onAbort = (): void => void close();
  async function closeNow(): Promise<void> {
    closing.abort();
    signal?.removeEventListener('abort', onAbort);
    const cut = setTimeout(() => app.server.closeAllConnections(), graceMs);
    try {
      await app.close();
    } finally {
      clearTimeout(cut);
    }
  }

  // Aborted while the data was read, or later.
  if (signal?.aborted === true) await close();
  signal?.throwIfAborted();
  signal?.addEventListener('abort', onAbort);

  const bound = app.server.address();
  const taken = typeof bound === 'object' && bound !== null ? bound.port : port;
  return {
    url: `http://${reachable(host)}:${taken}`,
    host,
    port: taken,
    stats: () => ({ waiting: delays.waiting }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The host as it stands in an address; of one that means every network, the one of this machine. */
function reachable(host: string): string {
  const own = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host];
  return own ?? (host.includes(':') ? `[${host}]` : host);
}
