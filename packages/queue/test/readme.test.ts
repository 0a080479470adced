import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const main = new URL('../src/index.ts', import.meta.url).href;
const blocks = Array.from(readme.matchAll(/```ts\n(.*?)```/gs), ([, code]) => code ?? '');

test('there are examples', () => {
  expect(blocks.length).toBeGreaterThan(1);
});

test.each(blocks)('example %# prints what its comments say', async (code) => {
  const script = code.replaceAll("'@heddle/queue'", JSON.stringify(main));
  const printed = await promisify(execFile)(process.execPath, ['--input-type=module-typescript', '-e', script]);
  const expected = Array.from(code.matchAll(/\/\/ → (.*)\n/g), ([, line]) => line);
  expect(printed.stdout.trim().split('\n')).toEqual(expected);
});
