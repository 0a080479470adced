import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { TurnExecutor } from '../examples/turn-executor.ts';
import { describeExecutor } from '../src/index.ts';

const example = new URL('../examples/turn-executor.ts', import.meta.url);

describeExecutor((options) => new TurnExecutor(options), {
  name: 'TurnExecutor',
  program: { module: example, className: 'TurnExecutor' },
  schedules: 100,
});

test('other work has its turn between two tasks', async () => {
  await using executor = new TurnExecutor();
  const order: string[] = [];
  const futures = Array.from({ length: 3 }, () => executor.submit(() => order.push('task')));
  while (futures.some((future) => !future.done())) {
    await setImmediate();
    order.push('turn');
  }
  expect(order).toEqual(['task', 'turn', 'task', 'turn', 'task', 'turn']);
});

test('the page shows it as it is, in 40 lines of code at the most', () => {
  const code = readFileSync(example, 'utf8');
  const page = readFileSync(new URL('../docs/an-executor-of-your-own.md', import.meta.url), 'utf8');
  expect(/```ts\n\/\/ turn-executor\.ts\n(.*?)```/s.exec(page)?.[1]).toBe(code);
  expect(code.match(/^ *[^ /\n].*$/gm)?.length).toBeLessThanOrEqual(40);
});

test('the tests that the page names are there', () => {
  const page = readFileSync(new URL('../docs/an-executor-of-your-own.md', import.meta.url), 'utf8');
  const table = page.slice(page.indexOf('## What the suite catches'));
  const titles = Array.from(table.matchAll(/\| `([^`]+)`[^|]*\|\n/g), ([, title = '']) => title.replace(/: .*/, ''));
  const folder = new URL('../src/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const suite = files.map((file) => readFileSync(new URL(file, folder), 'utf8'));
  expect(titles).toHaveLength(10);
  expect(titles.filter((title) => !suite.some((source) => source.includes(title)))).toEqual([]);
});
