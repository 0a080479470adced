/** What stands before what a worker writes: how long the rest is, and what it is. */
export const headerBytes = 5;

/** What a frame holds. */
export const frame = {
  /** Messages, as V8 serializes them. */
  messages: 0,
  /** A call's number, value and time, as V8 serializes them. */
  result: 1,
  /** A call's number, and its value: */
  number: 2,
  json: 3,
  undefined: 4,
} as const;

/** Bytes of a number. */
export const numberBytes = 8;
