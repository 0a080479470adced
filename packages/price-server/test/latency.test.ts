import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type PriceServer, type PriceServerOptions, startPriceServer } from '../src/index.ts';
import { RawConnection } from './support/raw-connection.ts';
import { until } from './support/until.ts';

const PRICE = '/price/bitstamp/btc/2020-04-01';
let server: PriceServer;

// The clock stands still but for what a test advances; the event loop goes on.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(async () => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  await server.close();
});

async function start(options: PriceServerOptions): Promise<void> {
  server = await startPriceServer({ port: 0, graceMs: 0, ...options });
}

function connection(): RawConnection {
  return new RawConnection(server.port);
}

describe('latency and jitter', () => {
  it('delay a price by exactly the latency', async () => {
    await start({ latency: 700 });
    const one = connection().get(PRICE);
    await until(() => server.stats().waiting === 1);
    vi.advanceTimersByTime(699);
    expect(server.stats().waiting).toBe(1);
    vi.advanceTimersByTime(1);
    expect(server.stats().waiting).toBe(0);
    await until(() => one.received.includes('6421.14'));
  });

  it('delay it by up to the jitter more', async () => {
    await start({ latency: 700, jitter: 300 });
    const random = vi.spyOn(Math, 'random').mockReturnValueOnce(0).mockReturnValueOnce(0.999);
    connection().get(PRICE);
    await until(() => server.stats().waiting === 1);
    connection().get(PRICE);
    await until(() => server.stats().waiting === 2);
    expect(random).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(700);
    expect(server.stats().waiting).toBe(1);
    vi.advanceTimersByTime(300);
    expect(server.stats().waiting).toBe(0);
  });

  it('delay "no trade" too, but no list, page or refusal', async () => {
    await start({ latency: 60_000 });
    for (const path of [
      '/',
      '/exchanges',
      '/symbols',
      '/nowhere',
      '/price/no/btc/2020-04-01',
      '/price/kraken/btc/no',
    ]) {
      expect((await fetch(server.url + path)).status).toBeGreaterThanOrEqual(200);
    }
    const none = connection().get('/price/kraken/btc/1999-12-31');
    await until(() => server.stats().waiting === 1);
    vi.advanceTimersByTime(60_000);
    await until(() => none.received.endsWith('null'));
  });

  it('hold a thousand connections at once, and answer them all', async () => {
    await start({ latency: 60_000 });
    const connections = Array.from({ length: 1_000 }, () => connection().get(PRICE));
    await until(() => server.stats().waiting === 1_000);
    vi.advanceTimersByTime(60_000);
    await until(() => connections.every(({ received }) => received.endsWith('}')));
    for (const { received } of connections) expect(received).toMatch(/^HTTP\/1\.1 200 [\s\S]*"close":6421\.14/);
    expect(server.stats().waiting).toBe(0);
  });

  it('leave no timer behind when the client goes away', async () => {
    await start({ latency: 60_000 });
    const before = vi.getTimerCount();
    const one = connection().get(PRICE);
    await until(() => server.stats().waiting === 1);
    expect(vi.getTimerCount()).toBe(before + 1);
    one.socket.destroy();
    await until(() => server.stats().waiting === 0);
    expect(vi.getTimerCount()).toBe(before);
  });
});

describe('close', () => {
  it('lets an answer under way go out, and closes its connection after it', async () => {
    await start({ latency: 500, graceMs: 1_000 });
    const one = connection().get(PRICE);
    await until(() => server.stats().waiting === 1);
    const closed = server.close();
    vi.advanceTimersByTime(500);
    await closed;
    await one.closed();
    expect(one.received).toMatch(/connection: close/i);
    expect(one.received).toContain('6421.14');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('cuts what takes longer than the grace', async () => {
    await start({ latency: 60_000, graceMs: 1_000 });
    const one = connection().get(PRICE);
    await until(() => server.stats().waiting === 1);
    const closed = server.close();
    vi.advanceTimersByTime(999);
    expect(server.stats().waiting).toBe(1);
    vi.advanceTimersByTime(1);
    await closed;
    await one.closed();
    expect(one.received).toBe('');
    expect(server.stats().waiting).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not wait for idle connections, and takes no new ones', async () => {
    await start({ graceMs: 60_000 });
    const idle = connection().get('/symbols');
    await until(() => idle.received.endsWith(']'));
    await server.close();
    await idle.closed();
    await expect(fetch(server.url)).rejects.toThrow();
  });

  it('may be called again, and by the signal, and by await using', async () => {
    await start({});
    expect(server.close()).toBe(server.close());
    await server[Symbol.asyncDispose]();

    const controller = new AbortController();
    await start({ signal: controller.signal });
    const idle = connection().get('/symbols');
    await until(() => idle.received.endsWith(']'));
    controller.abort();
    await idle.closed();
    await server.close();
  });

  it('is all that is left for a signal that was aborted before', async () => {
    await start({});
    const reason = new Error('not now');
    await expect(startPriceServer({ port: 0, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
