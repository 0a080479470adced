import { isPlain } from './is-plain.ts';
import type { Coder } from './record.ts';
import { readText, TextBytes } from './text.ts';

interface Serializer {
  writeHeader(): void;
  writeValue(value: unknown): void;
  releaseBuffer(): Uint8Array;
}

interface Deserializer {
  readHeader(): boolean;
  readValue(): unknown;
}

interface Host {
  process?: {
    getBuiltinModule?: (id: 'node:v8') => {
      Serializer: new () => Serializer;
      Deserializer: new (bytes: Uint8Array) => Deserializer;
    };
  };
}

const v8 = (globalThis as Host).process?.getBuiltinModule?.('node:v8');

/** The first byte of a record: how the rest is written. */
const asText = 0;
const asClone = 1;

/**
 * Whatever structured clone carries, as structured clone carries it.
 *
 * Small plain data, for which starting a serializer costs more than the data, travels as text; all else by V8's own serializer.
 */
export class StructuredCoder implements Coder<unknown> {
  readonly keepsBytes = false;
  encoded: Uint8Array = new Uint8Array(0);
  readonly #text = new TextBytes();

  encode(item: unknown): number {
    if (isPlain(item)) {
      const length = this.#text.write(JSON.stringify(item), 1);
      this.encoded = this.#text.bytes;
      this.encoded[0] = asText;
      return 1 + length;
    }
    const bytes = clone(item);
    this.encoded = new Uint8Array(1 + bytes.length);
    this.encoded[0] = asClone;
    this.encoded.set(bytes, 1);
    return this.encoded.length;
  }

  decode(bytes: Uint8Array, length: number): unknown {
    if (bytes[0] === asText) {
      return JSON.parse(readText(bytes, 1, length));
    }
    const { Deserializer } = needV8();
    const deserializer = new Deserializer(bytes.subarray(1, length));
    deserializer.readHeader();
    return deserializer.readValue();
  }
}

function clone(item: unknown): Uint8Array {
  const { Serializer } = needV8();
  const serializer = new Serializer();
  serializer.writeHeader();
  serializer.writeValue(item);
  return serializer.releaseBuffer();
}

function needV8(): NonNullable<typeof v8> {
  if (v8 === undefined) {
    throw new Error("Expected node:v8 for an item of the codec 'structured', got a platform without it");
  }
  return v8;
}
