import { runChapter } from '@heddle-apps/shared/testing';
import { expect, it } from 'vitest';
import { mixed, parallel, sequential } from '../src/index.ts';

/** Where the bars of a drawing begin and end, by their labels. */
function bars(lines: readonly string[]): Record<string, { from: number; to: number }> {
  const drawn = lines.filter((line) => line.includes('█'));
  return Object.fromEntries(
    drawn.map((line) => [
      line.slice(0, line.indexOf('█')).trim(),
      { from: line.indexOf('█'), to: line.lastIndexOf('█') },
    ]),
  );
}

it('draws six calls side by side', async () => {
  const { lines, off } = await runChapter({ steps: [parallel] }, { latency: 40 });
  expect(off).toEqual([]);
  const drawn = Object.values(bars(lines));
  expect(drawn).toHaveLength(6);
  expect(Math.max(...drawn.map(({ from }) => from))).toBeLessThan(Math.min(...drawn.map(({ to }) => to)));
});

it('draws three calls one after the other', async () => {
  const { lines, off } = await runChapter({ steps: [sequential] }, { latency: 40 });
  expect(off).toEqual([]);
  const drawn = bars(lines);
  const [first, second, third] = ['04-01', '04-02', '04-03'].map((day) => drawn[`bitfinex btc ${day}`]);
  expect(first?.to).toBeLessThanOrEqual(second?.from ?? 0);
  expect(second?.to).toBeLessThanOrEqual(third?.from ?? 0);
});

it('draws three calls, and two that need them all', async () => {
  const { lines, off } = await runChapter({ steps: [mixed] }, { latency: 40 });
  expect(off).toEqual([]);
  const { 'kraken eth 04-01': eth, 'kraken ltc 04-01': ltc, ...first } = bars(lines);
  expect(Object.keys(first).toSorted()).toEqual(['bitfinex btc 04-01', 'bitstamp btc 04-01', 'kraken btc 04-01']);
  const end = Math.max(...Object.values(first).map(({ to }) => to));
  expect(Math.min(eth?.from ?? 0, ltc?.from ?? 0)).toBeGreaterThanOrEqual(end);
});
