import { runChapter } from '@heddle-apps/shared/testing';
import { expect, it } from 'vitest';
import { chapter } from '../src/index.ts';

it('shows a price, the life of a future, a timeout, a cancellation and a failure', async () => {
  const { lines, off } = await runChapter(chapter, { latency: 40 });
  expect(off).toEqual([]);
  expect(lines.filter((line) => !line.startsWith('>'))).toEqual([
    'Price: $6421.14',
    'open 6408.95, high 6527.24, low 6337.42, volume 6342.29832651',
    'false',
    '6401.9',
    'true',
    'TimeoutError',
    '6421.14',
    'true, and its state is cancelled',
    'the callback: finished',
    'PriceNotFoundError, code ERR_PRICE_NOT_FOUND',
  ]);
});
