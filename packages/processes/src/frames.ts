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
  /** Nothing: the next frame is in the other pipe. */
  turn: 5,
} as const;

/**
 * Where a worker writes: the socket that a child process has for a pipe, and, once it is open, a named pipe, which is cheaper for what is small. What is said is one row of frames
 * all the same: before the next one is in the other pipe, the one says so.
 */
export type Pipe = 'socket' | 'fifo';

/** Bytes of a number. */
export const numberBytes = 8;
