import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Programs } from './run-alone.ts';

const benchmarks = dirname(import.meta.dirname);
const root = dirname(benchmarks);
const dist = join(benchmarks, 'dist');

/**
 * Builds what is measured: the packages as they would be published, and the cases as a user would build their own program.
 *
 * In the workspace the packages are TypeScript, whose types Node.js strips as it loads them, and no user's program does that. So `dist` becomes a project of its own:
 * `dist/node_modules` holds each package's `dist`, with the exports that publishing gives it, and the cases beside find them there before they find the workspace's.
 * Peers, and what the packages depend on, they find one folder up, in `benchmarks/node_modules`.
 */
export function buildPublished(): Programs {
  run('turbo', ['run', 'build', '--filter=./packages/*', '--output-logs=errors-only']);
  rmSync(dist, { recursive: true, force: true });
  for (const name of readdirSync(join(root, 'packages'))) {
    const folder = join(root, 'packages', name);
    if (existsSync(join(folder, 'package.json'))) {
      copyPublished(folder);
    }
  }
  run('tsc', ['-p', join(benchmarks, 'tsconfig.build.json')]);
  writeFileSync(join(dist, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  return {
    runContender: join(dist, 'run-contender.js'),
    casesOf: (group) => pathToFileURL(join(dist, 'cases', group, 'index.js')).href,
  };
}

interface Manifest {
  name: string;
  exports: unknown;
  publishConfig?: { exports?: unknown };
}

function copyPublished(folder: string): void {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const target = join(dist, 'node_modules', manifest.name);
  mkdirSync(target, { recursive: true });
  cpSync(join(folder, 'dist'), join(target, 'dist'), { recursive: true });
  writeFileSync(
    join(target, 'package.json'),
    JSON.stringify({ ...manifest, exports: manifest.publishConfig?.exports ?? manifest.exports }),
  );
}

function run(command: string, args: readonly string[]): void {
  const env = { ...process.env, DO_NOT_TRACK: '1' };
  const path = join(root, 'node_modules/.bin', command);
  execFileSync(path, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
}
