import { setImmediate as turn } from 'node:timers/promises';

export type Handles = ReadonlyMap<string, number>;

/** What the event loop has now, by kind; also what does not hold the program open. */
export function lookAtHandles(): Handles {
  Object.assign(process.report, { excludeNetwork: true }); // it would ask for the names of the far ends
  const { libuv } = process.report.getReport() as unknown as { libuv: readonly { type: string }[] };
  const counts = new Map<string, number>();
  // Timers of V8's own, for tasks that it puts off, come and go; a program's are among the resources.
  const handles = libuv.filter(({ type }) => type !== 'timer').map(({ type }) => `${type} handle`);
  for (const name of [...process.getActiveResourcesInfo(), ...handles]) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** What there is more of than before. A handle that was closed is gone a turn or two later. */
export async function leftSince(before: Handles): Promise<string[]> {
  let problems: string[] = [];
  for (let tries = 0; tries < 100; tries += 1) {
    problems = [];
    for (const [name, count] of lookAtHandles()) {
      const more = count - (before.get(name) ?? 0);
      if (more > 0) {
        problems.push(`Expected no ${name} left, got ${more} more than before`);
      }
    }
    if (problems.length === 0) {
      break;
    }
    await turn();
    globalThis.gc?.();
  }
  return problems;
}
