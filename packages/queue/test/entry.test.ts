import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as waiting from '../src/waiting/index.ts';
import * as main from '../src/index.ts';

const src = new URL('../src/', import.meta.url);

test('no source imports a node: module, or another package', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const imported = readFileSync(new URL(file, src), 'utf8').matchAll(/from '([^']+)'/g);
    for (const [, specifier] of imported) {
      expect(specifier, file).toMatch(/^\.\.?\//);
    }
  }
});

test('the entries export these names', () => {
  expect(Object.keys(main).toSorted()).toEqual([
    'Empty',
    'Full',
    'LifoQueue',
    'PriorityQueue',
    'Queue',
    'QueueError',
    'ShutDown',
    'SimpleQueue',
    'TaskDoneError',
    'TimeoutError',
  ]);
  expect(waiting.TimeoutError).toBe(main.TimeoutError);
});
