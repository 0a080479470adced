import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeRun, type Run } from './markdown.ts';

const oxfmt = join(import.meta.dirname, '../../../node_modules/.bin/oxfmt');

/** RESULTS.md and RESULTS.svg, in `folder`. */
export async function writeResults(folder: string, run: Run): Promise<void> {
  const { plot } = await import('./plot.ts'); // takes a moment to load, and most runs write nothing
  mkdirSync(folder, { recursive: true });
  const page = join(folder, 'RESULTS.md');
  writeFileSync(page, describeRun(run));
  execFileSync(oxfmt, [page], { stdio: 'ignore' }); // or `pnpm lint` would find its tables untidy
  writeFileSync(join(folder, 'RESULTS.svg'), plot(run.rows));
}
