import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startPriceServer } from '@heddle/price-server';
import { expect, it } from 'vitest';
import { runProgram } from './run-program.ts';

const python = ['python3', '/usr/bin/python3'].find(
  (command) => spawnSync(command, ['-c', 'import requests']).status === 0,
);
const why = python === undefined ? ' (skipped: no python3 with requests here)' : '';

it.skipIf(python === undefined)(`the lesson's Python prints what the lesson prints${why}`, async () => {
  await using server = await startPriceServer({ port: 0, latency: 10 });
  const program = fileURLToPath(new URL('lesson.py', import.meta.url));
  const { stderr, stdout, code } = await runProgram(python ?? '', [program], { BASE_URL: server.url });
  expect(stderr).toBe('');
  expect(stdout.trim().split('\n')).toEqual([
    'Price: $6421.14',
    'Price: $6421.14',
    'False',
    'TimeoutError',
    '6401.9',
    'True',
    '[6409.8, 6421.14, 6401.9]',
    '36 [6409.8, 133, 39.076, 6630.8, 135.49, 39.356, 6803.9]',
    'Bitfinex: $6409.8',
    'Bitstamp: $6421.14',
    'Kraken: $6401.9',
    'True 0 1023',
    '7941',
    '7936.25',
    '7934.52',
    '135.91 145 132.49 138.42 796791.072558',
    '5028 5527.9 4923.7 5314.1 95054.82617103',
  ]);
  expect(code).toBe(0);
});
