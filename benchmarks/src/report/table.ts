import type { Row } from '../judge.ts';
import { cellsOf, columns } from './cells.ts';

/** One case as a table for the terminal. */
export function describeCase(rows: readonly Row[]): string {
  const [first] = rows;
  if (first === undefined) {
    return '';
  }
  const lines = [columns.map(({ title }) => title as string), ...rows.map(cellsOf)];
  const widths = columns.map((_, at) => Math.max(...lines.map((cells) => cells[at]?.length ?? 0)));
  const table = lines.map((cells) =>
    cells
      .map((cell, at) =>
        columns[at]?.align === 'right' ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return [`${first.case.name}: ${first.case.what}`, ...table].join('\n');
}

/** What went wrong, in full: an empty list if all is well. */
export function describeFailures(rows: readonly Row[]): string[] {
  return rows.flatMap(({ case: { name }, contender, standing }) =>
    standing.state === 'failed' ? [`${name}, ${contender.name}: ${standing.error}`] : [],
  );
}
