import { styleText } from 'node:util';
import { PriceUnreachableError } from '@heddle/price-server/client';
import { type AppOptions, readAppOptions } from './app-options.ts';
import { formatClock } from './clock.ts';
import { type Check, createNotebook, type Notebook, type Timing } from './notebook.ts';
import { startServer } from './start-server.ts';

/** One thing that a chapter shows. */
export type Step = (book: Notebook) => Promise<void>;

export interface Chapter {
  readonly title: string;
  /** A sentence or two below the title. */
  readonly intro: string;
  readonly steps: readonly Step[];
}

export interface App {
  readonly name: string;
  readonly description: string;
  /** Whether `--executor` is for it. */
  readonly hasExecutors?: boolean;
  readonly chapters: readonly Chapter[] | ((options: AppOptions) => readonly Chapter[]);
  /** What to print first. */
  readonly greeting?: (options: AppOptions & { url: string }) => string;
}

/** Runs an app from the command line: the server, its chapters, and a table of the figures. One that is off ends it with exit code 1. */
export async function runApp(app: App): Promise<void> {
  const options = readAppOptions(process.argv, app.name, app.description, app);
  await using own = options.server === undefined ? await startServer(options) : undefined;
  const url = own?.url ?? options.server ?? '';
  process.env['PRICE_SERVER'] = url;
  const book = createNotebook({ latency: options.latency, print });
  if (app.greeting !== undefined) {
    print(app.greeting({ ...options, url }));
  }
  try {
    await runChapters(typeof app.chapters === 'function' ? app.chapters(options) : app.chapters, book);
  } catch (error) {
    // A server that is not there is one line; anything else is a fault of ours, and shows where.
    if (!(error instanceof PriceUnreachableError)) throw error;
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
    return;
  }
  printChecks(book.checks);
  printTimes(book.times);
  if (book.checks.some((check) => !check.ok)) {
    process.exitCode = 1;
  }
}

async function runChapters(chapters: readonly Chapter[], book: Notebook): Promise<void> {
  for (const { title, intro, steps } of chapters) {
    book.heading(title);
    book.say(intro);
    for (const step of steps) {
      await step(book);
    }
  }
}

function print(line: string): void {
  console.log(line);
}

/** Times depend on the machine, so none makes the app fail. */
function printTimes(times: readonly Timing[]): void {
  if (times.length === 0) {
    return;
  }
  print('');
  print(styleText('bold', 'Times, beside what the latency allows at best'));
  for (const { name, reading, bound } of times) {
    const mark = reading.wall <= 1.03 * bound ? styleText('green', '✓') : styleText('yellow', '~');
    print(`  ${mark} ${name}: ${formatClock(reading, bound)}`);
  }
}

function printChecks(checks: readonly Check[]): void {
  const off = checks.filter((check) => !check.ok);
  print('');
  print(styleText('bold', 'What came out, beside what had to'));
  for (const { name, expected, got, ok } of checks) {
    const mark = ok ? styleText('green', '✓') : styleText('red', '✗');
    const figures = ok ? show(got) : `expected ${show(expected)}, got ${show(got)}`;
    print(`  ${mark} ${name}: ${figures}`);
  }
  const count = `${checks.length - off.length} of ${checks.length} as expected`;
  print(off.length === 0 ? styleText('green', count) : styleText('red', count));
}

function show(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}
