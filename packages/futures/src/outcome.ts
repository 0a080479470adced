import { CancelledError } from './errors.ts';

/** How a call ended. Tagged: whatever was thrown is a failure, `undefined`, `null` and `0` too. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/** How a future ended: its call did, or it was cancelled. */
export type End<T> = Outcome<T> | { readonly ok: 'cancelled'; readonly reason: unknown };

/** What a promise of the value of what ended so, without success, is rejected with. A new error for each caller: one error object is never shared. */
export function errorOf(end: Exclude<End<unknown>, { ok: true }>): unknown {
  if (end.ok === false) {
    return end.error;
  }
  return new CancelledError(undefined, end.reason === undefined ? {} : { cause: end.reason });
}
