/**
 * Who begins what was sent: a worker, as it comes to it, or nobody, because the pool took it back. Of the two, one.
 *
 * So calls may travel ahead of the worker that is to make them, and still be cancelled, or go to another one.
 */
export interface Claims {
  /** How many calls may be under way. */
  readonly size: number;
  /** A call is about to be sent. With `isBegun` it counts as begun: the worker begins it as it arrives. */
  offer(call: number, isBegun: boolean): void;
  /** Whether it is back: the worker has not begun it, and will not. */
  takeBack(call: number): boolean;
  hasBegun(call: number): boolean;
}

/** The worker's side. */
export interface FarClaims {
  /** Whether it counts as begun. */
  hasBegun(call: number): boolean;
  /** Whether the worker may begin it. */
  begin(call: number): boolean;
}
