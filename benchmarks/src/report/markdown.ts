import type { Row } from '../judge.ts';
import { cellsOf, columns } from './cells.ts';

export interface Run {
  readonly rows: readonly Row[];
  readonly rounds: number;
  readonly machine: Readonly<Record<string, string>>;
}

/** RESULTS.md. */
export function describeRun({ rows, rounds, machine }: Run): string {
  const cases = Map.groupBy(rows, (row) => row.case);
  return [
    '# Results',
    '',
    `Made by \`npx -y pnpm@12 bench\`; [README.md](README.md) tells what is measured and how to read it. Each figure is the median of the rounds; in each round all run in turn, each in a process of its own.`,
    '',
    '![Heddle divided by each peer](RESULTS.svg)',
    '',
    '| | |',
    '| --- | --- |',
    tableLine(['rounds', String(rounds)]),
    ...Object.entries(machine).map(([name, value]) => tableLine([name, value])),
    '',
    summary(rows),
    '',
    ...[...cases.values()].flatMap(describeCase),
  ].join('\n');
}

function summary(rows: readonly Row[]): string {
  const verdicts = rows.flatMap(({ standing }) =>
    standing.state === 'measured' ? (standing.comparison?.verdict ?? []) : [],
  );
  const count = (verdict: string) => verdicts.filter((each) => each === verdict).length;
  const skipped = rows.filter(({ standing }) => standing.state === 'skipped').length;
  return `Of ${count('met') + count('missed')} targets ${count('met')} are met; ${skipped === 0 ? 'nothing' : skipped} was skipped.`;
}

function describeCase(rows: readonly Row[]): string[] {
  const [first] = rows;
  if (first === undefined) {
    return [];
  }
  const { name, what, better } = first.case;
  return [
    `## ${name}`,
    '',
    `${what[0]?.toUpperCase()}${what.slice(1)}. ${better === 'more' ? 'More' : 'Less'} is better.`,
    '',
    tableLine(columns.map(({ title }) => title)),
    tableLine(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((row) => tableLine(cellsOf(row))),
    '',
  ];
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
