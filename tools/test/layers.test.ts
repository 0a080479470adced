import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** What each package may import of the workspace: only what stands below it. The conformance suites are for tests alone. */
const below: Record<string, readonly string[]> = {
  queue: [],
  futures: ['queue'],
  transport: ['queue', 'futures'],
  threads: ['queue', 'futures', 'transport'],
  processes: ['queue', 'futures', 'transport'],
  pipeline: ['queue', 'futures'],
  monitor: ['queue', 'futures', 'pipeline'],
  'price-server': [],
  conformance: ['queue', 'futures'],
  heddle: ['queue', 'futures', 'threads', 'processes', 'pipeline', 'monitor'],
};

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  publishConfig: { exports: Record<string, unknown> };
  exports: Record<string, string>;
}

function read(...path: string[]): unknown {
  return JSON.parse(readFileSync(join(root, ...path), 'utf8'));
}

function sources(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

describe.each(readdirSync(join(root, 'packages')))('packages/%s', (folder) => {
  const manifest = read('packages', folder, 'package.json') as Manifest;
  const workspaceDependencies = Object.keys(manifest.dependencies ?? {})
    .filter((name) => name.startsWith('@heddle/'))
    .map((name) => name.slice('@heddle/'.length))
    .toSorted();

  test('depends on nothing but what stands below it', () => {
    expect(below).toHaveProperty(folder);
    expect(below[folder]).toEqual(expect.arrayContaining(workspaceDependencies));
  });

  test('imports no package that it does not declare', () => {
    const declared = new Set([manifest.name, ...Object.keys(manifest.dependencies ?? {})]);
    for (const file of sources(join(root, 'packages', folder, 'src'))) {
      for (const [, name] of readFileSync(file, 'utf8').matchAll(
        /^(?:import|export) [^;]*?from '(@heddle\/[a-z-]+)/gm,
      )) {
        expect(declared, file).toContain(name);
      }
    }
  });

  test('has the build references that its dependencies say', () => {
    const config = read('packages', folder, 'tsconfig.build.json') as { references?: { path: string }[] };
    const references = (config.references ?? []).map(({ path }) => path.split('/')[1]);
    expect(new Set(references)).toEqual(new Set(workspaceDependencies));
  });

  test('publishes what it exports', () => {
    expect(Object.keys(manifest.publishConfig.exports)).toEqual(Object.keys(manifest.exports));
  });
});

test.each(['queue', 'futures'])('%s imports no node: module', (folder) => {
  for (const file of sources(join(root, 'packages', folder, 'src'))) {
    expect(readFileSync(file, 'utf8'), file).not.toMatch(/from 'node:/);
  }
});
