import { megabytes } from './memory.ts';
import type { Report } from './soak.ts';

const columns: readonly (readonly [title: string, cell: (report: Report) => string])[] = [
  ['executor', ({ kind }) => kind],
  ['tasks', ({ tasks }) => tasks.toLocaleString('en')],
  ['crashed', ({ crashed }) => crashed.toLocaleString('en')],
  ['workers', ({ started }) => started.toLocaleString('en')],
  ['seconds', ({ seconds }) => seconds.toFixed(1)],
  ['tasks/s', ({ tasks, seconds }) => Math.round(tasks / seconds).toLocaleString('en')],
  ['heap', ({ memory }) => megabytes(memory.median)],
  ['highest', ({ memory }) => megabytes(memory.max)],
  ['grown by', ({ memory }) => megabytes(memory.growth)],
  ['RSS', ({ memory }) => megabytes(memory.rss)],
  ['', ({ problems }) => (problems.length === 0 ? 'as it should be' : 'NOT as it should be')],
];

/** The closing table; below it, what was wrong. */
export function describeReports(reports: readonly Report[]): string {
  const rows = [columns.map(([title]) => title), ...reports.map((report) => columns.map(([, cell]) => cell(report)))];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, at) =>
        at === 0 || at === columns.length - 1 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  const problems = reports.flatMap(({ kind, problems }) => problems.map((problem) => `${kind}: ${problem}`));
  return [...lines, ...problems].join('\n');
}
