import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeRun, type Run } from './markdown.ts';

/** RESULTS.md and RESULTS.svg, in `folder`. */
export async function writeResults(folder: string, run: Run): Promise<void> {
  const { plot } = await import('./plot.ts'); // takes a moment to load, and most runs write nothing
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'RESULTS.md'), `${describeRun(run).trimEnd()}\n`);
  writeFileSync(join(folder, 'RESULTS.svg'), plot(run.rows));
}
