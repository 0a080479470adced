import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case, Contender } from './case.ts';
import { groupOf } from './find.ts';
import { type Report, readReport } from './report-line.ts';

/** Where the programs of the contenders are. */
export interface Programs {
  /** `run-contender`, built or not. */
  readonly runContender: string;
  /** The module that exports the `cases` of a group. */
  readonly casesOf: (group: string) => string;
}

const pythonFolder = join(import.meta.dirname, 'python');
const longest = 180_000;

/** Runs one contender once, in a process of its own. Never rejects. */
export function runAlone(
  programs: Programs,
  one: Case,
  contender: Contender,
  count: number,
  env: Readonly<Record<string, string>> = {},
): Promise<Report> {
  const [command, ...args] = commandOf(programs, one, contender, count);
  const options = { timeout: longest, killSignal: 'SIGKILL', env: { ...process.env, ...env } } as const;
  return new Promise((resolve) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      try {
        resolve(readReport(stdout));
      } catch {
        const ended = error === null ? 'it ended without a result' : error.message.split('\n', 1)[0];
        resolve({ error: `${ended}\n${stderr.trim()}` });
      }
    });
  });
}

function commandOf(
  { runContender, casesOf }: Programs,
  one: Case,
  contender: Contender,
  count: number,
): [string, ...string[]] {
  const { name, nodeArgs = [], isPinned = false } = one;
  const command: [string, ...string[]] =
    'python' in contender
      ? ['python3', '-B', join(pythonFolder, contender.python[0]), ...contender.python.slice(1), String(count)]
      : [process.execPath, ...nodeArgs, runContender, casesOf(groupOf(one)), name, contender.name, String(count)];
  return isPinned ? ['taskset', '--cpu-list', firstAllowedProcessor(), ...command] : command;
}

/** Of those that this process may use: number 0 may be another's. */
function firstAllowedProcessor(): string {
  const status = readFileSync('/proc/self/status', 'utf8');
  return /^Cpus_allowed_list:\s*(\d+)/m.exec(status)?.[1] ?? '0';
}
