import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Microseconds from one look to the next. */
const interval = 100;
/** Functions shown of each process and thread. */
const most = 12;

/** What of a `.cpuprofile` is read: which function was found at each look, and how long after the one before. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  /** Microseconds. */
  readonly timeDeltas: readonly number[];
}

/** What makes Node.js keep a profile of one contender. */
export function profileArgs(folder: string | undefined, one: string, contender: string): string[] {
  return folder === undefined
    ? []
    : ['--cpu-prof', `--cpu-prof-interval=${interval}`, `--cpu-prof-dir=${folderOf(folder, one, contender)}`];
}

/** Where the time of each process and thread of a contender went, most first; nothing of one that kept no profile, as Python. */
export function describeProfiles(folder: string, one: string, contender: string): string {
  const own = folderOf(folder, one, contender);
  const files = existsSync(own) ? readdirSync(own).filter((name) => name.endsWith('.cpuprofile')) : [];
  return files
    .toSorted()
    .map((file) => {
      const profile = JSON.parse(readFileSync(join(own, file), 'utf8')) as CpuProfile;
      return [`${one}, ${contender}: ${file}`, ...describeProfile(profile)].join('\n');
    })
    .join('\n\n');
}

/** A line for each of the functions in which most time went, without what they called. */
export function describeProfile({ nodes, samples, timeDeltas }: CpuProfile): string[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const times = new Map<string, number>();
  let total = 0;
  for (const [index, id] of samples.entries()) {
    const name = names.get(id) ?? '';
    const time = timeDeltas[index] ?? 0;
    times.set(name, (times.get(name) ?? 0) + time);
    total += time;
  }
  return [...times]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([name, time]) => `${((100 * time) / total).toFixed(1).padStart(6)} %  ${name}`);
}

function nameOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  const name = functionName === '' ? '(a function without a name)' : functionName;
  return url === '' ? name : `${name}, ${basename(url)}:${lineNumber + 1}`;
}

function folderOf(folder: string, ...names: string[]): string {
  return join(folder, names.join(' ').replaceAll(/[^\w-]+/g, '-'));
}
