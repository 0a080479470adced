import { createProgress } from '@heddle/monitor';
import { readCliOptions } from './cli-options.ts';
import { megabytes } from './memory.ts';
import { type Kind, type Progress, type Report, soak, type SoakOptions } from './soak.ts';
import { describeReports } from './table.ts';

const { kinds, ...options } = readCliOptions(process.argv);
if (globalThis.gc === undefined) {
  console.error('error: expected node --expose-gc, or the heap says nothing');
  process.exit(1);
}
const reports: Report[] = [];
for (const kind of kinds) {
  reports.push(await soakAndShow(kind, options));
}
console.log(describeReports(reports));
process.exitCode = reports.some(({ problems }) => problems.length > 0) ? 1 : 0;

async function soakAndShow(kind: Kind, options: SoakOptions): Promise<Report> {
  let progress: Progress | undefined;
  const begin = performance.now();
  await using _display = createProgress(() => {
    const { settled = 0, crashed = 0, lastSample } = progress ?? {};
    const rate = settled / ((performance.now() - begin) / 1_000);
    return {
      bars: [{ label: kind, value: settled, max: options.tasks }],
      info: [
        `${crashed} crashed`,
        `${rate.toFixed(0)}/s`,
        `${((options.tasks - settled) / Math.max(1, rate)).toFixed(0)} s left`,
        `heap ${megabytes(lastSample?.heap ?? 0)}`,
      ],
    };
  });
  return await soak(kind, options, (started) => {
    progress = started;
  });
}
