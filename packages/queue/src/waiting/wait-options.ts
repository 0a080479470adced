import { describe } from './describe.ts';

/** How long to wait. */
export interface WaitOptions {
  /** Milliseconds; without it, for ever. 0 does not wait at all. */
  timeout?: number | undefined;
  /** Ends the wait when it aborts; the wait rejects with `signal.reason`. */
  signal?: AbortSignal | undefined;
}

const none: WaitOptions = Object.freeze({});

/**
 * Checks the options of a wait; without any, `{}`.
 *
 * @throws {TypeError} an option has a wrong type
 * @throws {RangeError} `timeout` is negative or `NaN`
 */
export function checkWaitOptions(options: unknown): WaitOptions {
  if (options === undefined) {
    return none;
  }
  checkOptions(options);
  const { timeout, signal } = options;
  if (timeout !== undefined) {
    checkTimeout(timeout);
  }
  if (signal !== undefined && !isSignal(signal)) {
    throw new TypeError(`Expected signal to be an AbortSignal, got ${describe(signal)}`);
  }
  return options;
}

/** @throws {TypeError} `options` is no object */
export function checkOptions(options: unknown): asserts options is Record<string, unknown> {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`Expected options to be an object, got ${describe(options)}`);
  }
}

function checkTimeout(timeout: unknown): void {
  if (typeof timeout === 'number' && timeout >= 0) {
    return;
  }
  const Problem = typeof timeout === 'number' ? RangeError : TypeError;
  throw new Problem(`Expected timeout to be a number of milliseconds from 0 up, got ${describe(timeout)}`);
}

/** By what it can do, not by its class: a signal may come from another realm. */
function isSignal(value: unknown): value is AbortSignal {
  return (
    typeof value === 'object' &&
    value !== null &&
    'aborted' in value &&
    typeof value.aborted === 'boolean' &&
    'addEventListener' in value &&
    typeof value.addEventListener === 'function'
  );
}
