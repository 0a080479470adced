import type { Figure } from './case.ts';

/** What a contender's process says in its last line. */
export type Report = Figure | { readonly error: string } | { readonly skipped: string };

/** @throws {SyntaxError} the last line is none; a figure that is no number is none */
export function readReport(output: string): Report {
  const line = output.trimEnd().split('\n').at(-1) ?? '';
  const report = JSON.parse(line) as Report | null;
  if (report === null || typeof report !== 'object' || ('value' in report && typeof report.value !== 'number')) {
    throw new SyntaxError(`Expected a report, got ${line}`);
  }
  return report;
}
