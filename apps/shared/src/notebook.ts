import { isDeepStrictEqual, styleText } from 'node:util';
import { formatClock, type Reading } from './clock.ts';

/** A figure that must come out, and what came out. */
export interface Check {
  readonly name: string;
  readonly expected: unknown;
  readonly got: unknown;
  readonly ok: boolean;
}

/** How long something took, and how long it had to take at least. */
export interface Timing {
  readonly name: string;
  readonly reading: Reading;
  readonly bound: number;
}

/** What the steps write in: headings, lines of code, what they answer, and the figures that must come out. */
export interface Notebook {
  /** How long a price takes, in milliseconds. */
  readonly latency: number;
  /** All figures checked so far. */
  readonly checks: readonly Check[];
  readonly times: readonly Timing[];
  heading(text: string): void;
  /** A sentence about what comes next. */
  say(text: string): void;
  /** The line of code that runs now. */
  code(line: string): void;
  /** What it printed. */
  print(text: string): void;
  check(name: string, expected: unknown, got: unknown): void;
  /** Prints how long something took beside the shortest time it can take. */
  time(name: string, reading: Reading, bound: number): void;
}

export interface NotebookOptions {
  readonly latency: number;
  /** Writes a line. */
  readonly print: (line: string) => void;
}

/** Makes a notebook; its colours are those that `process.stdout` can show. */
export function createNotebook({ latency, print }: NotebookOptions): Notebook {
  const checks: Check[] = [];
  const times: Timing[] = [];
  return {
    latency,
    checks,
    times,
    heading: (text) => {
      print('');
      print(styleText(['bold', 'cyan'], text));
      print(styleText('cyan', '─'.repeat(text.length)));
    },
    say: (text) => print(styleText('italic', text)),
    code: (line) => print(`${styleText('green', '>')} ${styleText('yellow', line)}`),
    print: (text) => print(`  ${text}`),
    check: (name, expected, got) => checks.push({ name, expected, got, ok: isDeepStrictEqual(expected, got) }),
    time: (name, reading, bound) => {
      times.push({ name, reading, bound });
      print(`  ${formatClock(reading, bound)}`);
    },
  };
}
