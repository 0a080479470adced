import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Report {
  testResults: { assertionResults: { status: string; title: string; ancestorTitles: string[] }[] }[];
}

/** How the tests of a file end that implementations fail which are broken in one way each: by the name of the implementation. */
function runSuites(file: string, only: string): Map<string | undefined, { passed: string[]; failed: string[] }> {
  const vitest = join(import.meta.dirname, '../../../node_modules/vitest/vitest.mjs');
  const config = join(import.meta.dirname, 'fixtures/vitest.config.ts');
  const folder = mkdtempSync(join(tmpdir(), 'heddle-teeth-'));
  try {
    const written = join(folder, 'report.json');
    const args = ['run', '--config', config, '--outputFile', written, '--testNamePattern', only, file];
    spawnSync(process.execPath, [vitest, ...args], { timeout: 60_000 });
    const report = JSON.parse(readFileSync(written, 'utf8')) as Report;
    const all = report.testResults.flatMap(({ assertionResults }) => assertionResults);
    const titlesOf = (tests: typeof all, wanted: string): string[] =>
      tests.filter(({ status }) => status === wanted).map(({ title }) => title);
    return new Map(
      Array.from(
        Map.groupBy(all, ({ ancestorTitles: [suite] }) => suite),
        ([suite, tests]) => [suite, { passed: titlesOf(tests, 'passed'), failed: titlesOf(tests, 'failed') }],
      ),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a queue that gives an item to a caller who has aborted fails the suite, and only there', () => {
  const { passed = [], failed = [] } = runSuites('queue.broken.ts', '').get('deaf') ?? {};
  expect(passed.length).toBeGreaterThan(50);
  expect(failed).toContain('a signal that has aborted already rejects, and nothing is taken or put in');
}, 60_000);

/** For each broken executor the groups in which it is found out, one of the tests that it fails, and one that it passes. */
const executors = {
  SoundExecutor: { groups: 'submit|cancel|views', fails: undefined, passes: 'any value is a result' },
  LeakyExecutor: {
    groups: 'submit > (submit runs|a task that throws)',
    fails: 'a task that throws gives its slot back',
    passes: 'submit runs a function with its arguments and answers its value',
  },
  TrustingExecutor: {
    groups: 'submit',
    fails: 'whatever a task throws is its failure',
    passes: 'a task that throws gives its slot back',
  },
  HastyExecutor: {
    groups: 'thrown > undefined|submit',
    fails: 'undefined, thrown or rejected with, is the failure of its task alone',
    passes: 'whatever a task throws is its failure',
  },
  ForgetfulExecutor: {
    groups: 'submit > (any value|a task knows)',
    fails: 'a task knows its name and its try',
    passes: 'any value is a result',
  },
  LyingExecutor: {
    groups: 'cancel > cancel ',
    fails: 'cancel of what runs or has finished is false, of what is cancelled true again',
    passes: 'cancel in the same synchronous run as submit is true, on an idle pool too',
  },
  UnorderedExecutor: {
    groups: 'map > next',
    fails: 'next() called several times at once is served in turn, ordered: true',
    passes: 'next() called several times at once is served in turn, ordered: false',
  },
  PatientExecutor: {
    groups: 'abort > (abort of a pending|a task that does not end)',
    fails: 'a task that does not end within the grace gives its slot up all the same',
    passes: 'abort of a pending task is a cancel with a cause',
  },
} as const;

test('executors that are broken in one way each fail the suite, and only there', () => {
  const only = Object.entries(executors).map(([name, { groups }]) => `${name} > (${groups})`);
  const found = runSuites('executor.broken.ts', only.join('|'));
  expect(found.get('SoundExecutor')?.failed).toEqual([]);
  for (const [name, { fails, passes }] of Object.entries(executors)) {
    const { passed = [], failed = [] } = found.get(name) ?? {};
    expect(passed, name).toContain(passes);
    if (fails !== undefined) {
      expect(failed, name).toContain(fails);
    }
  }
}, 60_000);
