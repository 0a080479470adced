import { describe } from '../waiting/index.ts';
import type { Coder } from './record.ts';

/** A `Uint8Array` in, a `Uint8Array` out: copied into the queue, and copied out of it. */
export class BytesCoder implements Coder<Uint8Array> {
  readonly keepsBytes = true;
  encoded: Uint8Array = new Uint8Array(0);

  encode(item: Uint8Array): number {
    if (!(item instanceof Uint8Array)) {
      throw new TypeError(`Expected item to be a Uint8Array, got ${describe(item)}`);
    }
    this.encoded = item;
    return item.length;
  }

  decode(bytes: Uint8Array): Uint8Array {
    return bytes;
  }
}
