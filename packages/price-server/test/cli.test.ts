import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startPriceServer } from '../src/index.ts';
import { RawConnection } from './support/raw-connection.ts';
import { type Run, runNode } from './support/run-node.ts';

const PRICE = '/price/bitstamp/btc/2020-04-01';

async function started(...args: readonly string[]): Promise<Run & { url: string; port: number }> {
  const run = runNode('src/cli.ts', '--port', '0', ...args);
  const [, url = ''] = /Price server: (\S+)/.exec(await run.printed('Ctrl+C')) ?? [];
  return { ...run, url, port: Number(new URL(url).port) };
}

describe('heddle-price-server', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('answers until %s, then closes and ends with 0', async (signal) => {
    const { child, ended, url } = await started('--latency', '0', '--jitter', '0');
    expect(await (await fetch(url + PRICE)).json()).toMatchObject({ close: 6421.14 });
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/Stop it with Ctrl\+C\.\nStopping on SIG\w+ …\nStopped\.\n$/);
  });

  it('does not wait for anything after a second signal', async () => {
    const run = await started('--latency', '60000');
    const connection = new RawConnection(run.port).get(PRICE);
    // The list comes back after the price was asked for: by then that one waits.
    await fetch(`${run.url}/symbols`);
    run.child.kill('SIGINT');
    await run.printed('Stopping');
    run.child.kill('SIGTERM');
    expect(await run.ended).toMatchObject({ code: 143, signal: null });
    await connection.closed();
    expect(connection.received).toBe('');
  });

  it('takes 700 to 1000 ms for a price, as in the lesson, unless told otherwise', async () => {
    const { child, ended } = await started();
    child.kill('SIGTERM');
    expect((await ended).stdout).toContain('a price takes 700 to 1000 ms');
  });

  it('says in one line that the port is in use, and how to take another', async () => {
    const server = await startPriceServer({ port: 0 });
    const { code, stdout, stderr } = await runNode('src/cli.ts', '--port', String(server.port)).ended;
    await server.close();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^error: Port ${server.port} on 127\\.0\\.0\\.1 is in use: .* --port .*\n$`));
  });

  it.each([
    [['--port', '70000'], /--port <number>' argument '70000' is invalid\. Expected an integer from 0 to 65535\.\n$/],
    [['--port', 'http'], /argument 'http' is invalid/],
    [['--port='], /argument '' is invalid/],
    [['--latency', '-1'], /--latency <ms>' argument '-1' is invalid\. Expected milliseconds from 0 to/],
    [['--jitter', '1s'], /argument '1s' is invalid/],
    [['--latency', '2147483647'], /^error: Expected latency \+ jitter to be milliseconds/],
    [['--data', 'nowhere.db'], /^error: nowhere\.db: expected a SQLite database or a CSV, got no such file\n$/],
    [['--data', '.'], /^error: \.: expected a SQLite database or a CSV, got a directory\n$/],
    [
      ['--data', 'package.json'],
      /^error: package\.json: expected .* or a CSV with the columns .*, got something else\n$/,
    ],
    [['--colour'], /unknown option '--colour'/],
    [['5000'], /too many arguments/],
  ])('refuses %j with one line and 1', async (args, message) => {
    const { code, stdout, stderr } = await runNode('src/cli.ts', ...args).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
  });

  it('serves the prices of a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heddle-prices-'));
    const file = join(folder, 'own.csv');
    await writeFile(file, 'exchange,symbol,open,high,low,close,volume,day\nown,xmr,1,3,1,2,9,2024-02-29\n');
    const { child, ended, url } = await started('--latency', '0', '--jitter', '0', '--data', file);
    expect(await (await fetch(`${url}/exchanges`)).json()).toEqual(['own']);
    expect(await (await fetch(`${url}/price/own/xmr/2024-02-29`)).json()).toMatchObject({ close: 2 });
    expect((await fetch(url + PRICE)).status).toBe(404);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    await rm(folder, { recursive: true });
  });

  it('tells its version and its options', async () => {
    expect(await runNode('src/cli.ts', '--version').ended).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
    const { code, stdout } = await runNode('src/cli.ts', '--help').ended;
    expect(code).toBe(0);
    for (const option of ['--port', '--host', '--latency', '--jitter', '--data']) expect(stdout).toContain(option);
  });
});
