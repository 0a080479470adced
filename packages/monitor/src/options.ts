import { checkOptions, describe } from '@heddle/queue/waiting';
import type { Output } from './screen.ts';

/** Where and how a display is drawn. */
export interface DisplayOptions {
  /** `process.stderr` by default, so that a program's output stays clean. */
  readonly stream?: Output | undefined;
  /** Milliseconds between two frames on a terminal; 100 by default. */
  readonly interval?: number | undefined;
  /** Milliseconds between two lines elsewhere; 10,000 by default. */
  readonly plainInterval?: number | undefined;
  /** Whether to draw in place; by default on a terminal that is no CI's. */
  readonly live?: boolean | undefined;
  /** By default whether the terminal has them; it follows `NO_COLOR`. */
  readonly colors?: boolean | undefined;
}

/**
 * Checks the options of a display; without any, `{}`.
 *
 * @throws {TypeError} an option has a wrong type
 * @throws {RangeError} an interval is not above 0
 */
export function checkDisplayOptions(options: unknown): DisplayOptions {
  if (options === undefined) {
    return {};
  }
  checkOptions(options);
  const { stream, interval, plainInterval, live, colors } = options;
  if (stream !== undefined && !isWritable(stream)) {
    throw new TypeError(`Expected stream to be a writable stream, got ${describe(stream)}`);
  }
  checkInterval('interval', interval);
  checkInterval('plainInterval', plainInterval);
  for (const [name, value] of Object.entries({ live, colors })) {
    if (value !== undefined && typeof value !== 'boolean') {
      throw new TypeError(`Expected ${name} to be a boolean, got ${describe(value)}`);
    }
  }
  return options;
}

function checkInterval(name: string, value: unknown): void {
  if (value === undefined || (typeof value === 'number' && value > 0)) {
    return;
  }
  const Problem = typeof value === 'number' ? RangeError : TypeError;
  throw new Problem(`Expected ${name} to be a number of milliseconds above 0, got ${describe(value)}`);
}

function isWritable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'write' in value && typeof value.write === 'function';
}
