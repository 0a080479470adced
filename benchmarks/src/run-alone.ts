import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case, Contender } from './case.ts';
import { groupOf } from './find.ts';
import { profileArgs } from './profile.ts';
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

/** One run of one contender. */
interface Run {
  readonly programs: Programs;
  readonly one: Case;
  readonly contender: Contender;
  readonly count: number;
  readonly env: Readonly<Record<string, string>> | undefined;
  /** Where profiles go, if anywhere. */
  readonly profile: string | undefined;
}

/** Runs one contender once, in a process of its own. Never rejects. */
export function runAlone(run: Run): Promise<Report> {
  const [command, ...args] = commandOf(run);
  const { env } = run;
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

function commandOf({ programs, one, contender, count, profile }: Run): [string, ...string[]] {
  const { runContender, casesOf } = programs;
  const { name, isPinned = false } = one;
  const nodeArgs = [...(one.nodeArgs ?? []), ...profileArgs(profile, name, contender.name)];
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
