import type { Future } from '../future.ts';
import type { Stores } from '../task/propagate.ts';
import type { SubmitOptions } from './submit-options.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- whatever was submitted
export type AnyFunction = (...args: any[]) => unknown;

/** A call with all its parts: what `submit` makes of its arguments, and what an executor may pass on of a call that it was asked for elsewhere. */
export interface Call {
  readonly fn: AnyFunction;
  /** The arguments; of a chunk, one list of arguments for each call. */
  readonly args: readonly unknown[];
  readonly options: SubmitOptions;
  /** Set where this is several calls of one function in a row: its value is then an array of outcomes. */
  readonly chunk: { readonly settled: boolean } | undefined;
  /** What is to have the outcome; by default a future that is made for it. */
  readonly future?: Future<unknown> | undefined;
  /** Which try of it the first one here is; 1 by default. */
  readonly attempt?: number | undefined;
  /** Stores that came with it from elsewhere: those with names that are not known here go on with it. */
  readonly stores?: Stores | undefined;
  /** Called as a try begins. */
  readonly onStart?: (() => void) | undefined;
}
