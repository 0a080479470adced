import { runChapter } from '@heddle-apps/shared/testing';
import { expect, it } from 'vitest';
import { chapter } from '../src/index.ts';

it('maps over three exchanges, and over 36 records, in order', async () => {
  const { lines, off } = await runChapter(chapter);
  expect(off).toEqual([]);
  const answers = lines.filter((line) => !line.startsWith('>'));
  expect(answers[0]).toBe('[6409.8,6421.14,6401.9]');
  const closes = answers.slice(1).flatMap((line) => line.split(', ').map(Number));
  expect(closes).toHaveLength(36);
  expect(closes.slice(0, 7)).toEqual([6409.8, 133, 39.076, 6630.8, 135.49, 39.356, 6803.9]);
});
