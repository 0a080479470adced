import type { AnyFunction } from '@heddle/futures/executor';

/** What the pool knows of a call that came from one of its own workers, beside what every submission has. */
export interface NestedInfo {
  readonly attempt: number;
  readonly chunk: { readonly settled: boolean } | undefined;
  /** It was handed to a worker. */
  started(): void;
}

/** By the stand-in function that is submitted: each such call has one of its own. */
export const nestedInfo: WeakMap<AnyFunction, NestedInfo> = new WeakMap();
