import { expect, test } from 'vitest';
import type { Case } from '../src/case.ts';
import { judge, type Row } from '../src/judge.ts';
import { formatNumber } from '../src/report/format.ts';
import { describeRun } from '../src/report/markdown.ts';
import { plot } from '../src/report/plot.ts';
import { describeCase } from '../src/report/table.ts';
import type { Outcome } from '../src/rounds.ts';
import { median, quantile, summarize } from '../src/stats.ts';

const run = async () => ({ value: 0 });

const one: Case = {
  name: 'made/up',
  what: 'a time',
  unit: 'ms',
  better: 'less',
  count: 1,
  quickCount: 1,
  contenders: [
    { name: 'Heddle', role: 'heddle', own: { atMost: 2 }, run },
    { name: 'peer', role: 'peer', target: { atMost: 0.5 }, run },
    { name: 'ground', role: 'reference', run },
    { name: 'Heddle, on it', role: 'heddle', own: { atMost: 2 }, over: 'ground', run },
    { name: 'absent', role: 'peer', run },
  ],
};

function rowsOf(): Row[] {
  const measured = (...values: number[]) =>
    ({ state: 'measured', figures: values.map((value) => ({ value })) }) as const;
  const outcomes = new Map<string, Outcome>([
    ['Heddle', measured(3, 1, 2)],
    ['peer', measured(5, 4, 9)],
    ['ground', measured(1, 1, 1)],
    ['Heddle, on it', measured(3, 3, 3)],
    ['absent', { state: 'skipped', reason: 'it is not | there' }],
  ]);
  return judge([{ case: one, outcomes }]);
}

test('medians and quantiles', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(quantile([0, 10], 0.25)).toBe(2.5);
  expect(summarize([2, 8, 4])).toEqual({ median: 4, min: 2, max: 8, rounds: 3 });
  expect(() => median([])).toThrow(RangeError);
});

test('numbers have as many digits as say something', () => {
  expect([1_234_567.8, 123.4, 12.34, 0.1234, 0].map(formatNumber)).toEqual(['1,234,568', '123', '12.3', '0.123', '0']);
});

test('a ratio is that of the medians, and is held to its target', () => {
  expect(rowsOf().map(({ standing }) => standing)).toMatchObject([
    { comparison: { kind: 'own', value: 2, verdict: 'met' } },
    { comparison: { kind: 'ratio', value: 0.4, verdict: 'met' } },
    { comparison: { kind: 'ratio', value: 2, verdict: 'information' } },
    { comparison: { kind: 'own', value: 3, verdict: 'missed' } },
    { state: 'skipped' },
  ]);
});

test('the terminal, the page and the plot show each contender, and why one is not there', () => {
  const rows = rowsOf();
  const table = describeCase(rows);
  expect(table).toMatch(/^peer +5 ms +4 to 9 +0\.4 +at most 0\.5: met$/m);
  expect(table).toMatch(/^Heddle, on it .* at most 2 times \(ground\), is 3: missed$/m);
  expect(table).toMatch(/^absent +skipped +it is not \| there$/m);

  const page = describeRun({ rows, rounds: 3, machine: { date: 'today', processor: 'quick' } });
  expect(page).toContain('| processor | quick |');
  expect(page).toContain('| peer | 5 ms | 4 to 9 | 0.4 | at most 0.5: met |  |');
  expect(page).toContain('it is not \\| there');
  expect(page).toContain('Of 3 targets 2 are met; 1 was skipped.');

  const svg = plot(rows);
  expect(svg).toMatch(/^<svg/);
  expect(svg).toContain('made/up: peer');
  expect(svg).not.toContain('ground');
});
