import { describe } from '../waiting/index.ts';
import type { Codec } from './codec.ts';
import type { Coder } from './record.ts';

/** The user's own. */
export class CustomCoder<T> implements Coder<T> {
  readonly keepsBytes = true;
  encoded: Uint8Array = new Uint8Array(0);
  readonly #codec: Codec<T>;

  constructor(codec: Codec<T>) {
    this.#codec = codec;
  }

  encode(item: T): number {
    const bytes: unknown = this.#codec.encode(item);
    if (!(bytes instanceof Uint8Array)) {
      throw new TypeError(`Expected the codec's encode to return a Uint8Array, got ${describe(bytes)}`);
    }
    this.encoded = bytes;
    return bytes.length;
  }

  decode(bytes: Uint8Array): T {
    return this.#codec.decode(bytes);
  }
}
