import { runChapter } from '@heddle-apps/shared/testing';
import { expect, it } from 'vitest';
import { chapter } from '../src/index.ts';

it('shows the orders, the bounds, join and shutdown', async () => {
  const { lines, off } = await runChapter(chapter);
  expect(off).toEqual([]);
  expect(lines.filter((line) => !line.startsWith('>'))).toEqual([
    'ltc, btc, eth',
    'eth, btc, ltc',
    'btc, eth, ltc',
    'ERR_QUEUE_EMPTY',
    'ERR_QUEUE_FULL',
    'got btc, then eth',
    'sum 55, unfinished 0',
    'the last item; and the loop ended by itself',
    'ShutDown',
  ]);
});
