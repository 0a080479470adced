import { describe } from '../waiting/index.ts';
import type { Coder } from './record.ts';
import { readText, TextBytes } from './text.ts';

/** What JSON carries, as JSON carries it. */
export class JsonCoder implements Coder<unknown> {
  readonly keepsBytes = false;
  readonly #text = new TextBytes();

  get encoded(): Uint8Array {
    return this.#text.bytes;
  }

  encode(item: unknown): number {
    const text = JSON.stringify(item) as string | undefined;
    if (text === undefined) {
      throw new TypeError(`Expected item to be something that JSON carries, got ${describe(item)}`);
    }
    return this.#text.write(text, 0);
  }

  decode(bytes: Uint8Array, length: number): unknown {
    return JSON.parse(readText(bytes, 0, length));
  }
}
