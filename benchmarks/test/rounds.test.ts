import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { cases } from '../src/cases/index.ts';
import { findCase } from '../src/find.ts';
import { judge } from '../src/judge.ts';
import { describeFailures } from '../src/report/table.ts';
import { type RoundOptions, runRounds } from '../src/rounds.ts';
import { cases as fixture } from './fixture.ts';

const source = join(import.meta.dirname, '../src');

/** From the sources: nothing has to be built. */
function optionsFor(casesOf: (group: string) => string): RoundOptions {
  const runContender = join(source, 'run-contender.ts');
  return { rounds: 1, quick: true, programs: { runContender, casesOf: (group) => pathToFileURL(casesOf(group)).href } };
}

test('a case runs all its contenders, each in a process of its own', async () => {
  const one = findCase(cases, 'queue/nowait');
  const contenders = one.contenders.filter((contender) => 'run' in contender);
  const result = await runRounds(
    { ...one, contenders },
    optionsFor((group) => join(source, 'cases', group, 'index.ts')),
  );
  expect(Object.fromEntries(result.outcomes)).toEqual(
    Object.fromEntries(
      contenders.map(({ name }) => [name, { state: 'measured', figures: [{ value: expect.any(Number) }] }]),
    ),
  );
}, 60_000);

test('who is wrong, or gone, fails the run, and is named; the others are measured', async () => {
  const [one] = fixture;
  const starts: string[] = [];
  const result = await runRounds(one!, {
    ...optionsFor(() => join(import.meta.dirname, 'fixture.ts')),
    rounds: 2,
    onStart: (round, { name }) => starts.push(`${round} ${name}`),
  });
  const rows = judge([result]);
  expect(describeFailures(rows)).toEqual([
    expect.stringMatching(/^fixture\/ends, wrong: WrongResult: Expected the sum to be 2, got 1/),
    expect.stringMatching(/^fixture\/ends, gone: Command failed/),
  ]);
  expect(rows.map(({ standing }) => standing)).toMatchObject([
    { state: 'measured', summary: { median: 2, rounds: 2 }, also: { seen: 2 } },
    { state: 'measured', comparison: { kind: 'ratio', value: 2, of: 'right', verdict: 'missed' } },
    { state: 'failed' },
    { state: 'failed' },
    { state: 'measured', comparison: { value: 1, verdict: 'information' } },
  ]);
  // In turn, each round begun by another one; who has failed is left out.
  expect(starts.join(', ')).toBe(
    '0 right, 0 half as good, 0 wrong, 0 gone, 0 talkative, 1 half as good, 1 talkative, 1 right',
  );
}, 60_000);

test('what is missing here is skipped, and says why', async () => {
  const [one] = fixture;
  const path = process.env['PATH'];
  process.env['PATH'] = '';
  try {
    const contenders = [{ name: 'Python', role: 'peer', python: ['queues.py', 'Queue'] }] as const;
    const result = await runRounds({ ...one!, contenders }, { ...optionsFor(() => '') });
    expect(result.outcomes.get('Python')).toEqual({ state: 'skipped', reason: 'there is no python3' });
  } finally {
    process.env['PATH'] = path;
  }
});
