/**
 * A value beside errors: itself, or one of the errors by its place in the list. Told apart by the tag, so that any value may stand here.
 */
export type WireSlot = { readonly value: unknown } | { readonly error: number };

/** An error in parts that any channel can carry. */
export interface WireError {
  /** The nearest built-in class, `TypeError`. */
  readonly base: string;
  /** The name to show: that of the class where the error has none of its own. */
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** Own fields: what is enumerable, `code`, and what its class hides. */
  readonly fields: readonly (readonly [name: string, slot: WireSlot])[];
  readonly cause: WireSlot | undefined;
  /** Of an `AggregateError`, and of any error that has such an array. */
  readonly errors: readonly WireSlot[] | undefined;
}

/** Whatever was thrown. Errors stand in one list and name each other by place: a cause may lead round in a circle. */
export interface WireThrown {
  readonly thrown: WireSlot;
  readonly errors: readonly WireError[];
}
