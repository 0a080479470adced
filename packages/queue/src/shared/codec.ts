import { describe } from '../waiting/index.ts';
import { BytesCoder } from './codec-bytes.ts';
import { CustomCoder } from './codec-custom.ts';
import { JsonCoder } from './codec-json.ts';
import { StructuredCoder } from './codec-structured.ts';
import type { Coder } from './record.ts';

/** Turns the items of a queue into bytes, and back; on every thread that is attached, the same. */
export interface Codec<T> {
  /** The bytes of `item`; what it throws fails the put. They are copied before the call that put it returns. */
  encode(item: T): Uint8Array;
  /** The item of `bytes`, which it may keep; what it throws fails the get, and the item is lost. */
  decode(bytes: Uint8Array): T;
}

/** The codecs that come with the queue. */
export type CodecName = 'structured' | 'json' | 'bytes';

/** @throws {TypeError} `codec` is none */
export function makeCoder<T>(codec: unknown): Coder<T> {
  const coder = isCodec<T>(codec) ? new CustomCoder(codec) : makeNamed(codec);
  if (coder !== undefined) {
    return coder as Coder<T>; // its own codec, or one that carries what it carries
  }
  throw new TypeError(
    `Expected codec to be 'structured', 'json', 'bytes' or an object with encode and decode, got ${describe(codec)}`,
  );
}

function makeNamed(codec: unknown): Coder<unknown> | Coder<Uint8Array> | undefined {
  switch (codec) {
    case 'structured':
      return new StructuredCoder();
    case 'json':
      return new JsonCoder();
    case 'bytes':
      return new BytesCoder();
    default:
      return undefined;
  }
}

function isCodec<T>(codec: unknown): codec is Codec<T> {
  return (
    typeof codec === 'object' &&
    codec !== null &&
    'encode' in codec &&
    typeof codec.encode === 'function' &&
    'decode' in codec &&
    typeof codec.decode === 'function'
  );
}
