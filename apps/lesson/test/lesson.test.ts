import { fileURLToPath } from 'node:url';
import { startPriceServer } from '@heddle/price-server';
import { expect, it } from 'vitest';
import { runProgram } from './run-program.ts';

const lesson = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const futures = fileURLToPath(new URL('../../02-futures/src/main.ts', import.meta.url));

it('runs from start to end on a pipe, in plain lines', async () => {
  const { code, stdout, stderr } = await runProgram(process.execPath, [lesson, '--latency', '10']);
  expect(stdout).not.toContain('\u001B');
  expect(stderr).not.toContain('\u001B');
  const lines = stdout.split('\n').map((line) => line.trim());
  const headings = lines.filter((line) => /^\d\. /.test(line));
  expect(headings.map((line) => line[0]).join('')).toBe('1234567');
  for (const line of [
    'Price: $6421.14',
    'open 6408.95, high 6527.24, low 6337.42, volume 6342.29832651',
    '6401.9',
    'TimeoutError',
    '[6409.8,6421.14,6401.9]',
    'Kraken: $6401.9',
    '[1023,0,0,true]',
    'eth 2020-03-25 135.91 145 132.49 138.42 796791.072558',
    'btc 2020-03-18 5028 5527.9 4923.7 5314.1 95054.82617103',
    'done 1023, failed 0, waiting 0, running 0',
    '35 of 35 as expected',
  ]) {
    expect(lines).toContain(line);
  }
  expect(stdout).toContain('6409.8, 133, 39.076, 6630.8, 135.49, 39.356, 6803.9');
  expect(stderr).toContain('TODO 0/1023, DONE 1023/1023');
  expect(code).toBe(0);
});

it('ends with exit code 1, and says which figure is off, when the server tells other prices', async () => {
  const row = { open: 1, high: 1, low: 1, close: 1, volume: 1, day: '2020-04-01' };
  const data = ['bitstamp', 'kraken'].flatMap((exchange) =>
    ['btc', 'eth'].map((symbol) => ({ exchange, symbol, ...row })),
  );
  await using server = await startPriceServer({ port: 0, latency: 10, data });
  const { code, stdout } = await runProgram(process.execPath, [futures, '--server', server.url, '--latency', '10']);
  expect(stdout).toContain(
    '✗ bitstamp btc 2020-04-01: expected 6408.95, 6527.24, 6337.42, 6421.14, 6342.29832651, got 1, 1,',
  );
  expect(stdout).toContain('3 of 5 as expected');
  expect(code).toBe(1);
});

it('explains its options', async () => {
  const { code, stdout } = await runProgram(process.execPath, [lesson, '--help']);
  expect(code).toBe(0);
  for (const option of ['--server', '--latency', '--jitter']) {
    expect(stdout).toContain(option);
  }
  const { code: wrong, stderr } = await runProgram(process.execPath, [lesson, '--latency', 'soon']);
  expect(wrong).toBe(1);
  expect(stderr).toContain('Expected a number of milliseconds from 0 up.');
});

it('says in one line that there is no such server', async () => {
  const gone = await startPriceServer({ port: 0 });
  await gone.close();
  const { code, stderr } = await runProgram(process.execPath, [futures, '--server', gone.url]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: .*\n$/);
});
