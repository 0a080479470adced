import { Script } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXCHANGES, type PriceServer, startPriceServer } from '../src/index.ts';

let server: PriceServer;
beforeAll(async () => {
  server = await startPriceServer({ port: 0 });
});
afterAll(() => server.close());

async function ask(path: string, init?: RequestInit): Promise<{ status: number; type: string | null; body: unknown }> {
  const response = await fetch(server.url + path, init);
  return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
}

describe('the server', () => {
  it('lists the exchanges and the symbols', async () => {
    const type = 'application/json; charset=utf-8';
    expect(await ask('/exchanges')).toEqual({ status: 200, type, body: EXCHANGES });
    expect(await ask('/symbols')).toEqual({ status: 200, type, body: ['ltc', 'btc', 'eth'] });
  });

  it('answers with a price', async () => {
    const { status, body } = await ask('/price/bitstamp/btc/2020-04-01');
    expect(status).toBe(200);
    expect(body).toEqual({
      exchange: 'bitstamp',
      symbol: 'btc',
      open: 6408.95,
      high: 6527.24,
      low: 6337.42,
      close: 6421.14,
      volume: 6342.29832651,
      day: '2020-04-01',
    });
  });

  it('answers null for a known pair with no trade on that day', async () => {
    expect(await ask('/price/kraken/eth/1999-12-31')).toMatchObject({ status: 200, body: null });
  });

  it('says which exchanges and symbols there are when asked for another', async () => {
    const { status, body } = await ask('/price/nasdaq/btc/2020-04-01');
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'ERR_PRICE_NOT_FOUND', what: 'exchange', got: 'nasdaq', known: EXCHANGES });
    expect(await ask('/price/kraken/doge/2020-04-01')).toMatchObject({
      status: 404,
      body: {
        what: 'symbol',
        got: 'doge',
        known: ['ltc', 'btc', 'eth'],
        message: expect.stringContaining('ltc, btc, eth'),
      },
    });
    expect(await ask('/price/__proto__/btc/2020-04-01')).toMatchObject({ status: 404, body: { got: '__proto__' } });
  });

  it.each(['2020-02-30', 'yesterday', '2020-4-1', '01-04-2020', '%20'])(
    'says what a date is when asked for %s',
    async (date) => {
      expect(await ask(`/price/kraken/btc/${date}`)).toMatchObject({
        status: 400,
        body: { code: 'ERR_PRICE_BAD_DATE', form: 'YYYY-MM-DD', message: expect.stringContaining('YYYY-MM-DD') },
      });
    },
  );

  it.each(['/prices', '/price/kraken/btc', '/price/kraken/btc/2020-04-01/close', '/favicon.ico'])(
    'lists its routes when asked for %s',
    async (path) => {
      expect(await ask(path)).toMatchObject({
        status: 404,
        body: { code: 'ERR_PRICE_ROUTE', routes: expect.arrayContaining(['GET /price/{exchange}/{symbol}/{date}']) },
      });
    },
  );

  it('refuses other methods, whatever they carry', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const body = method === 'DELETE' || method === 'OPTIONS' ? null : '{no json';
      const response = await fetch(`${server.url}/exchanges`, {
        method,
        body,
        headers: { 'content-type': 'application/json' },
      });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('GET, HEAD');
      expect(await response.json()).toMatchObject({ code: 'ERR_PRICE_METHOD' });
    }
  });

  it('answers HEAD as GET, without a body', async () => {
    const response = await fetch(`${server.url}/price/bitstamp/btc/2020-04-01`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100);
    expect(await response.text()).toBe('');
  });

  it('answers an address that cannot be read in the same form, and never with a stack', async () => {
    for (const path of ['/price/%zz/btc/2020-04-01', '/%', `/price/${'x'.repeat(5_000)}/btc/2020-04-01`]) {
      const { status, body } = await ask(path);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(body).toMatchObject({ code: expect.stringMatching(/^ERR_PRICE_/), message: expect.any(String) });
      expect(JSON.stringify(body)).not.toMatch(/ at .*\.(ts|js)/);
    }
  });

  it('has a page to try it by hand, which loads nothing from elsewhere', async () => {
    const response = await fetch(server.url);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = await response.text();
    expect(page).not.toMatch(/https?:|\/\//);
    const [, script = ''] = /<script>(.*)<\/script>/s.exec(page) ?? [];
    expect(() => new Script(script)).not.toThrow();
    for (const [, id] of script.matchAll(/at\('(\w+)'\)/g)) expect(page).toContain(`id="${id}"`);
  });
});

describe('startPriceServer', () => {
  it('refuses options that are none', async () => {
    await expect(startPriceServer({ port: -1 })).rejects.toThrow(/port to be an integer from 0 to 65535, got -1/);
    await expect(startPriceServer({ port: 80.5 })).rejects.toThrow(RangeError);
    await expect(startPriceServer({ latency: Number.NaN })).rejects.toThrow(/latency/);
    // @ts-expect-error: JavaScript may
    await expect(startPriceServer({ jitter: '3' })).rejects.toThrow(TypeError);
    await expect(startPriceServer({ graceMs: Infinity })).rejects.toThrow(/graceMs/);
    // @ts-expect-error: JavaScript may
    await expect(startPriceServer({ host: 7 })).rejects.toThrow(/host/);
    // @ts-expect-error: JavaScript may
    await expect(startPriceServer({ data: 7 })).rejects.toThrow(/data/);
  });

  it('says that the port is in use', async () => {
    await expect(startPriceServer({ port: server.port })).rejects.toMatchObject({
      name: 'PortInUseError',
      code: 'ERR_PRICE_PORT_IN_USE',
      port: server.port,
      message: expect.stringContaining(String(server.port)),
    });
  });

  it('says that it cannot listen there', async () => {
    // 192.0.2.0/24 is for documentation: no machine has it.
    await expect(startPriceServer({ port: 0, host: '192.0.2.1' })).rejects.toMatchObject({ code: 'ERR_PRICE_LISTEN' });
  });

  it('listens for this machine alone unless told otherwise', async () => {
    expect(server).toMatchObject({ host: '127.0.0.1', url: `http://127.0.0.1:${server.port}` });
    const open = await startPriceServer({ port: 0, host: '0.0.0.0' });
    expect(open.url).toBe(`http://127.0.0.1:${open.port}`);
    expect((await fetch(`${open.url}/symbols`)).status).toBe(200);
    await open.close();
  });
});
