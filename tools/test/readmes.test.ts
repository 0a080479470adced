import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const packages = join(import.meta.dirname, '../../packages');

/** The snippets of a README that claim to run: its ```ts blocks that import something. */
function snippets(readme: string): string[] {
  return Array.from(readme.matchAll(/^```ts\n(.*?)^```/gms), ([, code]) => code ?? '').filter((code) =>
    /^import /m.test(code),
  );
}

// The snippets of the conformance suites are test files: the packages that run the suites show that they work.
const readmes = readdirSync(packages).filter((folder) => folder !== 'conformance');

describe.each(readmes)('the README of packages/%s', (folder) => {
  const scratch = join(packages, folder, '.readme');
  const codes = existsSync(join(packages, folder, 'README.md'))
    ? snippets(readFileSync(join(packages, folder, 'README.md'), 'utf8'))
    : [];

  afterAll(() => {
    rmSync(scratch, { recursive: true, force: true });
  });

  test('shows code', () => {
    expect(codes).not.toHaveLength(0);
  });

  test.each(codes.map((code, index) => [index + 1, code] as const))('runs its snippet %i', (index, code) => {
    mkdirSync(scratch, { recursive: true });
    const file = join(scratch, `snippet-${index}.ts`);
    writeFileSync(file, code);
    // A snippet ends by itself: what it leaves open would hang here.
    execFileSync(process.execPath, [file], { cwd: join(packages, folder), stdio: 'pipe', timeout: 15_000 });
  });
});
