/**
 * Who begins what was sent: a worker, as it comes to it, or nobody, because the pool took it back. Of the two, one.
 *
 * So calls may travel ahead of the worker that is to make them, and still go to another one, and mostly be cancelled.
 */
export interface Claims {
  /** How many calls may be under way. */
  readonly size: number;
  /** Whether the pool sees at once what a worker begins, and can take back the rest. If not, a worker has to make one call after the other, and whatever it was sent may have begun. */
  readonly isExact: boolean;
  /** A call is about to be sent, while `oldest` is the oldest under way. With `isBegun` it counts as begun: the worker begins it as it arrives. */
  offer(call: number, isBegun: boolean, oldest: number): void;
  /** What goes with the calls that were offered since it was asked last, up to `last`; nothing where all count as begun. */
  terms(last: number): WireTerms | undefined;
  /** Whether it is back: the worker has not begun it, and will not. */
  takeBack(call: number): boolean;
  /** As {@link takeBack}, where all that the worker has said until {@link recoverableIn} was 0 is heard, and `oldest` is the oldest call under way. */
  recover(call: number, oldest: number): boolean;
  /** How long to wait, in milliseconds, before {@link recover} may succeed; 0: it may now. */
  readonly recoverableIn: number;
  /** Whether some were recovered, and the worker does not know: until all that it has is settled it can be sent no more. */
  readonly isEnding: boolean;
  /** The worker says that it begins no more calls of this term. Whether they are the pool's again: if not, they were before. */
  endTerm(term: number): boolean;
  /** Whether the worker has begun it, or may have. With an `oldest` of 0: whether it counted as begun as it was sent. */
  hasBegun(call: number, oldest: number): boolean;
}

/** Of calls that are sent ahead, where there is no memory to share. */
export interface WireTerms {
  /** Their number: calls of an earlier one the worker must not begin any more, unless they count as begun. */
  readonly term: number;
  /** The worker may begin them until then: milliseconds of the clock that all processes of a machine have in common. */
  readonly until: number;
  /** Those that count as begun. */
  readonly begun: readonly number[];
  /** The last of them. */
  readonly last: number;
}

/** The worker's side. */
export interface FarClaims {
  /** Calls came, up to `last`. */
  accept(terms: WireTerms | undefined, last: number): void;
  /** Whether it counts as begun. */
  hasBegun(call: number): boolean;
  /** Whether the worker may begin it. */
  begin(call: number): boolean;
  /** Whether a task waits for others: as long as one does, it is not one call after the other. */
  lent(isLent: boolean): void;
}
