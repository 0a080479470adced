import { runChapter } from '@heddle-apps/shared/testing';
import { expect, it } from 'vitest';
import { onAProcess, onAThread, onTheEventLoop } from '../src/index.ts';

it.each([
  ['the event loop', onTheEventLoop, 'in this process, main thread'],
  ['a thread', onAThread, 'in this process, another thread'],
  ['a process', onAProcess, 'in another process, main thread'],
])('makes the same call on %s', async (_name, step, place) => {
  const { lines, off } = await runChapter({ steps: [step] });
  expect(off).toEqual([]);
  expect(lines.slice(2)).toEqual(['Price: $6421.14', place]);
});
