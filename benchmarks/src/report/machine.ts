import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';

const benchmarks = join(import.meta.dirname, '../..');

/** What a figure means nothing without, by name. */
export function describeMachine(): Record<string, string> {
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    commit: describeCommit(),
    processor: `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} of ${cpus().length} to be used`,
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GB`,
    'load before': describeLoad(),
    system: `${type()} ${release()}, ${process.arch}`,
    'Node.js': process.version,
    Python: ask('python3', ['--version'])?.replace('Python ', '') ?? 'none',
    peers: describePeers(),
  };
}

/** Of the last one, five and fifteen minutes. */
export function describeLoad(): string {
  return loadavg()
    .map((load) => load.toFixed(2))
    .join(', ');
}

function describeCommit(): string {
  const commit = ask('git', ['rev-parse', '--short', 'HEAD']);
  if (commit === undefined) {
    return 'unknown';
  }
  return ask('git', ['status', '--porcelain']) === '' ? commit : `${commit}, and changes that are not committed`;
}

/** As installed, whatever the manifest asks for. */
function describePeers(): string {
  const manifest = JSON.parse(readFileSync(join(benchmarks, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return Object.keys(manifest.dependencies)
    .filter((name) => !name.startsWith('@') && !tools.has(name))
    .map((name) => {
      const file = join(benchmarks, 'node_modules', name, 'package.json');
      return `${name} ${(JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version}`;
    })
    .join(', ');
}

/** What the harness itself uses. */
const tools: ReadonlySet<string> = new Set(['commander', 'echarts', 'log-update']);

function ask(command: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(command, args, {
      cwd: benchmarks,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
