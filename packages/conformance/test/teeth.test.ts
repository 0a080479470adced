import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Report {
  numPassedTests: number;
  testResults: { assertionResults: { status: string; title: string }[] }[];
}

/** The tests of a suite that fail for an implementation that is broken in one way. */
function failures(file: string): { readonly passed: number; readonly failed: string[] } {
  const vitest = join(import.meta.dirname, '../../../node_modules/vitest/vitest.mjs');
  const config = join(import.meta.dirname, 'fixtures/vitest.config.ts');
  const folder = mkdtempSync(join(tmpdir(), 'heddle-teeth-'));
  try {
    const written = join(folder, 'report.json');
    spawnSync(process.execPath, [vitest, 'run', '--config', config, '--outputFile', written, file], {
      timeout: 60_000,
    });
    const report = JSON.parse(readFileSync(written, 'utf8')) as Report;
    const all = report.testResults.flatMap(({ assertionResults }) => assertionResults);
    const failed = all.filter(({ status }) => status === 'failed');
    return { passed: report.numPassedTests, failed: failed.map(({ title }) => title) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a queue that gives an item to a caller who has aborted fails the suite, and only there', () => {
  const { passed, failed } = failures('queue.broken.ts');
  expect(passed).toBeGreaterThan(50);
  expect(failed).toContain('a signal that has aborted already rejects, and nothing is taken or put in');
}, 60_000);

test('an executor that never tells a task to stop fails the suite, and only there', () => {
  const { passed, failed } = failures('executor.broken.ts');
  expect(passed).toBeGreaterThan(70);
  expect(failed).toContain('abort of a running task settles its future at once and tells the task');
}, 60_000);
