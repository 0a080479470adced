import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createPriceClient,
  EXCHANGES,
  type PriceClient,
  type PriceClientOptions,
  type PriceServer,
  startPriceServer,
} from '../src/index.ts';
import { runScript } from './support/run-node.ts';
import { until } from './support/until.ts';

const QUESTION = ['bitstamp', 'btc', '2020-04-01'] as const;
let server: Pick<PriceServer, 'url' | 'stats'> & AsyncDisposable;
let client: PriceClient;

async function start(latency: number, options?: Partial<PriceClientOptions>): Promise<void> {
  server = await startPriceServer({ port: 0, latency, graceMs: 0 });
  client = createPriceClient({ baseUrl: server.url, ...options });
}

// The clock stands still but for what a test advances.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(async () => {
  vi.useRealTimers();
  await server[Symbol.asyncDispose]();
  await client.close();
});

describe('the client', () => {
  it('asks for exchanges, symbols and prices', async () => {
    await start(0);
    expect(await client.exchanges()).toEqual(EXCHANGES);
    expect(await client.symbols()).toEqual(['ltc', 'btc', 'eth']);
    expect(await client.price(...QUESTION)).toMatchObject({ open: 6408.95, close: 6421.14, day: '2020-04-01' });
    expect(await client.price('bitstamp', 'btc', '1999-12-31')).toBeNull();
  });

  it('throws what the server refuses as an error of its own', async () => {
    await start(0);
    await expect(client.price('a/ b', 'btc', '2020-04-01')).rejects.toMatchObject({
      name: 'PriceNotFoundError',
      code: 'ERR_PRICE_NOT_FOUND',
      what: 'exchange',
      got: 'a/ b',
      known: EXCHANGES,
    });
    await expect(client.price('kraken', 'doge', '2020-04-01')).rejects.toMatchObject({ what: 'symbol', got: 'doge' });
    await expect(client.price('kraken', 'btc', '2020-02-30')).rejects.toMatchObject({
      name: 'BadDateError',
      code: 'ERR_PRICE_BAD_DATE',
      got: '2020-02-30',
    });
  });

  it('rejects, and does not throw, for a name that no address can hold', async () => {
    await start(0);
    const call = client.price('\ud800', 'btc', '2020-04-01');
    await expect(call).rejects.toThrow(URIError);
  });

  it('gives a call up after its timeout, and its connection with it', async () => {
    await start(60_000, { timeout: 5_000 });
    const call = client.price(...QUESTION);
    const outcome = expect(call).rejects.toMatchObject({
      name: 'PriceTimeoutError',
      code: 'ERR_PRICE_TIMEOUT',
      timeout: 5_000,
    });
    await until(() => server.stats().waiting === 1);
    vi.advanceTimersByTime(5_000);
    await outcome;
    await until(() => server.stats().waiting === 0);
    expect(await client.symbols()).toHaveLength(3);
  });

  it('gives a call up on abort, with the reason, and leaves no timer and no listener', async () => {
    await start(60_000);
    const timers = vi.getTimerCount();
    const controller = new AbortController();
    const removed = vi.spyOn(controller.signal, 'removeEventListener');
    const call = client.price(...QUESTION, { signal: controller.signal });
    await until(() => server.stats().waiting === 1);
    controller.abort('no more');
    await expect(call).rejects.toBe('no more');
    await until(() => server.stats().waiting === 0);
    expect(vi.getTimerCount()).toBe(timers);
    expect(removed).toHaveBeenCalledWith('abort', expect.any(Function));
  });

  it('asks nothing with a signal that was aborted before', async () => {
    await start(60_000);
    const reason = new Error('too late');
    await expect(client.price(...QUESTION, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(server.stats().waiting).toBe(0);
  });

  it('opens no more than its connections, and never sends what was given up in the line', async () => {
    const asked: string[] = [];
    const gate = Promise.withResolvers<void>();
    await serve(
      (request, response) => {
        asked.push(request.url ?? '');
        void gate.promise.then(() => response.end('null'));
      },
      { connections: 2 },
    );
    const controller = new AbortController();
    const calls = [1, 2].map((day) => client.price('a', 'b', `2020-01-0${day}`));
    await until(() => asked.length === 2);
    const queued = client.price('a', 'b', '2020-01-03', { signal: controller.signal });
    const last = client.price('a', 'b', '2020-01-04');
    controller.abort();
    await expect(queued).rejects.toMatchObject({ name: 'AbortError' });
    expect(asked).toHaveLength(2);
    gate.resolve();
    await Promise.all([...calls, last]);
    expect(asked.toSorted()).toEqual(['1', '2', '4'].map((day) => `/price/a/b/2020-01-0${day}`));
  });

  it.each([
    { connections: 1, most: 1 },
    // undici lets a connection rest for a turn of the event loop, and meanwhile takes another.
    { connections: 1_024, most: 2 },
  ])('uses its connections again (of $connections at most $most for calls in a row)', async ({ connections, most }) => {
    let opened = 0;
    const listener = await serve((_request, response) => response.end('["a"]'), { connections });
    listener.on('connection', () => opened++);
    for (let call = 0; call < 20; call++) await client.exchanges();
    expect(opened).toBeLessThanOrEqual(most);
  });

  it('takes an address with a path', async () => {
    await serve((request, response) => response.end(JSON.stringify([request.url])));
    const below = createPriceClient({ baseUrl: `${base}/prices/v1/` });
    expect(await below.symbols()).toEqual(['/prices/v1/symbols']);
    await below.close();
  });
});

describe('a client without a price server', () => {
  it('says that there is none', async () => {
    await start(0);
    await server[Symbol.asyncDispose]();
    await expect(client.price(...QUESTION)).rejects.toMatchObject({
      name: 'PriceUnreachableError',
      code: 'ERR_PRICE_UNREACHABLE',
      url: `${server.url}/price/bitstamp/btc/2020-04-01`,
      cause: expect.any(Error),
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('says that the connection broke off', async () => {
    await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{"exch', () => response.destroy());
    });
    await expect(client.price(...QUESTION)).rejects.toMatchObject({ code: 'ERR_PRICE_UNREACHABLE' });
  });

  it.each([
    [200, '<html>', 'JSON'],
    [200, '', 'an empty body'],
    [200, '{"close":1}', 'a price or null'],
    [200, '[]', 'a price or null'],
    [404, '{"code":"ERR_PRICE_ROUTE"}', 'status 404'],
    [400, '{"code":"ERR_PRICE_BAD_DATE"}', 'status 400'],
    [404, '{"code":"ERR_PRICE_NOT_FOUND","what":"exchange","got":"a"}', 'status 404'],
    [500, 'null', 'status 500'],
    [500, '{"code":"ERR_PRICE_NOT_FOUND","what":"symbol","got":"a","known":[]}', 'status 500'],
    [500, '{"code":"ERR_PRICE_BAD_DATE","got":"a"}', 'status 500'],
  ])('says that status %d with %j is no answer', async (status, body, part) => {
    await serve((_request, response) => response.writeHead(status).end(body));
    await expect(client.price(...QUESTION)).rejects.toMatchObject({
      name: 'PriceResponseError',
      code: 'ERR_PRICE_RESPONSE',
      statusCode: status,
      body,
      message: expect.stringContaining(part),
    });
  });

  it('says that a list is none', async () => {
    await serve((_request, response) => response.end('[1]'));
    await expect(client.exchanges()).rejects.toMatchObject({ code: 'ERR_PRICE_RESPONSE' });
  });
});

describe('closing a client', () => {
  it('waits for the calls under way, and refuses later ones', async () => {
    await start(700);
    const call = client.price(...QUESTION);
    await until(() => server.stats().waiting === 1);
    const closed = client.close();
    await expect(client.symbols()).rejects.toMatchObject({ code: 'ERR_PRICE_CLIENT_CLOSED' });
    vi.advanceTimersByTime(700);
    expect(await call).toMatchObject({ close: 6421.14 });
    await closed;
    await client[Symbol.asyncDispose]();
  });

  it('is not needed for the program to end', async () => {
    await start(0);
    const { ended } = runScript(`
      import { createPriceClient } from '@heddle/price-server/client';
      const client = createPriceClient({ baseUrl: '${server.url}' });
      console.log((await client.price('bitstamp', 'btc', '2020-04-01'))?.close);
    `);
    expect(await ended).toMatchObject({ code: 0, stdout: '6421.14\n', stderr: '' });
  });
});

describe('createPriceClient', () => {
  it('works in a worker thread', async () => {
    await start(0);
    const module = new URL('../src/client/index.ts', import.meta.url);
    const worker = new Worker(
      `import(${JSON.stringify(module.href)}).then(async ({ createPriceClient }) => {
        const client = createPriceClient({ baseUrl: ${JSON.stringify(server.url)} });
        require('node:worker_threads').parentPort.postMessage(await client.price('bitstamp', 'btc', '2020-04-01'));
      });`,
      { eval: true },
    );
    expect(await once(worker, 'message')).toMatchObject([{ close: 6421.14 }]);
    await worker.terminate();
  });

  it('refuses options that are none', async () => {
    await start(0);
    for (const baseUrl of ['localhost:5000', '', 'ftp://localhost']) {
      expect(() => createPriceClient({ baseUrl })).toThrow(/baseUrl to be an address/);
    }
    // @ts-expect-error: JavaScript may
    expect(() => createPriceClient({ baseUrl: 5000 })).toThrow(/baseUrl to be an address .*, got 5000/);
    expect(() => createPriceClient({ baseUrl: server.url, connections: 0 })).toThrow(RangeError);
    expect(() => createPriceClient({ baseUrl: server.url, timeout: 0 })).toThrow(/timeout/);
    await createPriceClient({ baseUrl: new URL(server.url), timeout: Infinity }).close();
  });
});

let base: string;
/** A server of the test's own, in the place of ours. */
async function serve(answer: RequestListener, options?: Partial<PriceClientOptions>): Promise<Server> {
  const listener = createServer(answer).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
  client = createPriceClient({ baseUrl: base, ...options });
  server = {
    url: base,
    stats: () => expect.unreachable('this is not our server'),
    async [Symbol.asyncDispose]() {
      listener.closeAllConnections();
      await new Promise((resolve) => void listener.close(resolve));
    },
  };
  return listener;
}
