import { startPriceServer } from '@heddle/price-server';
import { createNotebook, type Notebook } from './notebook.ts';
import type { Chapter } from './run-app.ts';

/** Runs a chapter against a server of its own, for a test: what it printed, and the figures that it checked. */
export async function runChapter(
  { steps }: Pick<Chapter, 'steps'>,
  { latency = 10 }: { latency?: number } = {},
): Promise<{ lines: string[]; off: Notebook['checks']; times: Notebook['times'] }> {
  const server = await startPriceServer({ port: 0, latency });
  process.env['PRICE_SERVER'] = server.url;
  const lines: string[] = [];
  const book = createNotebook({ latency, print: (line) => lines.push(line) });
  try {
    for (const step of steps) {
      await step(book);
    }
  } finally {
    await server.close();
  }
  return { lines: lines.map((line) => line.trim()), off: book.checks.filter((check) => !check.ok), times: book.times };
}
