import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** What would have a test wait for the clock: sleeps, and asking again and again. A timer that sets a scene, or guards against a hang, says so on its line. */
const waits = /\bsetTimeout\(|vi\.waitUntil|vi\.waitFor|expect\.poll|\bsleep\(/;
const isExcused = /toFake|\/\/ (a scene|a guard)/;

function testFiles(): string[] {
  const folders = ['packages', 'apps', 'tools'].flatMap((group) =>
    group === 'tools' ? ['tools/test'] : readdirSync(join(root, group)).map((name) => `${group}/${name}/test`),
  );
  return [...folders, 'packages/conformance/src'].flatMap((folder) => {
    try {
      return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
        .map((name) => `${folder}/${name}`);
    } catch {
      return []; // it has no tests
    }
  });
}

test('no test waits on the clock', () => {
  const files = testFiles();
  expect(files.length).toBeGreaterThan(100);
  const found = files
    .filter((file) => file !== 'tools/test/clock.test.ts')
    .flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .map((line, index) => ({ line, at: `${file}:${index + 1}` }))
        .filter(({ line }) => waits.test(line) && !isExcused.test(line))
        .map(({ line, at }) => `${at} ${line.trim()}`),
    );
  expect(found).toEqual([]);
});
