import { onAbort, startTimer } from '@heddle/queue/waiting';
import type { Backoff } from './options.ts';
import { checkNumber, isDuration, milliseconds } from './options.ts';

const first = 100;
const longest = 30_000;

/** Half of it sure, half of it chance, so that those who failed together do not come back together. */
function exponential(attempt: number): number {
  const whole = Math.min(longest, first * 2 ** (attempt - 1));
  return whole / 2 + (Math.random() * whole) / 2;
}

/**
 * The pause after a try that failed.
 *
 * @throws {TypeError} the function answered no number
 * @throws {RangeError} the function answered a negative number, or `NaN`
 */
export function pauseAfter(attempt: number, backoff: Backoff = exponential): number {
  if (typeof backoff === 'number') {
    return backoff;
  }
  const ms: unknown = backoff(attempt);
  checkNumber('the answer of backoff', ms ?? null, milliseconds, isDuration);
  return Number(ms);
}

/** Resolves after `ms` milliseconds, or at once when `signal` aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    const end = (): void => {
      stopTimer();
      stopListening();
      resolve();
    };
    const stopTimer = startTimer(ms, end);
    const stopListening = onAbort(signal, end);
  });
}

/** Resolves when `promise` has settled, however, or after `ms` milliseconds: whichever is first. */
export function settledWithin(promise: Promise<unknown>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const stopTimer = startTimer(ms, resolve);
    const settled = (): void => {
      stopTimer();
      resolve();
    };
    promise.then(settled, settled);
  });
}
