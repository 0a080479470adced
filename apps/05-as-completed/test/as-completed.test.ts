import { runChapter } from '@heddle-apps/shared/testing';
import { expect, it } from 'vitest';
import { chapter } from '../src/index.ts';

it('takes the futures as they complete, and waits for the first', async () => {
  const { lines, off } = await runChapter(chapter);
  expect(off).toEqual([]);
  const answers = lines.filter((line) => !line.startsWith('>'));
  expect(answers.slice(0, 3).toSorted()).toEqual(['Bitfinex: $6409.8', 'Bitstamp: $6421.14', 'Kraken: $6401.9']);
  expect(answers[3]).toBe('done 1, not done 1');
});
