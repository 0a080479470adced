/** Turns items into bytes and back. */
export interface Coder<T> {
  /** Whether what it decodes may keep the bytes that it was given. */
  readonly keepsBytes: boolean;
  /** What was encoded last: the first bytes of it, until the next call. */
  encoded: Uint8Array;
  /** Encodes `item` into {@link encoded}. @returns how many bytes; throws where the item cannot cross */
  encode(item: T): number;
  /** The item that the first `length` bytes hold. */
  decode(bytes: Uint8Array, length: number): T;
}

/** An item that waits for room, encoded. */
export interface Encoded {
  readonly bytes: Uint8Array;
  readonly length: number;
}
