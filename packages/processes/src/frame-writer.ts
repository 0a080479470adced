import { writeSync } from 'node:fs';
import { serialize } from 'node:v8';
import { isPlain } from '@heddle/queue/values';
import type { ToPool } from '@heddle/transport';
import { frame, headerBytes, numberBytes } from './frames.ts';
import { pipeFd } from './pipe-fd.ts';

const smallest = 4_096;

/** Milliseconds between two tries to write into a pipe that is full. */
const pause = 1;

/**
 * Writes what a worker says into the pipe, and returns when it is there: whatever the worker does next, its pool can read it.
 *
 * A pool that does not read makes its worker wait.
 */
export class FrameWriter {
  #bytes = Buffer.allocUnsafe(smallest);

  /** @throws {Error} one of them cannot be cloned; nothing was written */
  writeMessages(messages: readonly ToPool[]): void {
    this.#writeSerialized(frame.messages, messages);
  }

  /** @throws {Error} the value cannot be cloned; nothing was written */
  writeResult(call: number, value: unknown, ms: number | undefined): void {
    const at = headerBytes + numberBytes;
    if (ms !== undefined) {
      this.#writeSerialized(frame.result, [call, value, ms]);
    } else if (typeof value === 'number') {
      this.#bytes.writeDoubleLE(value, at);
      this.#write(this.#head(frame.number, call, at + numberBytes));
    } else if (value === undefined) {
      this.#write(this.#head(frame.undefined, call, at));
    } else if (isPlain(value)) {
      const text = JSON.stringify(value);
      const most = at + 3 * text.length;
      if (most > this.#bytes.length) {
        this.#bytes = Buffer.allocUnsafe(2 * most);
      }
      this.#write(this.#head(frame.json, call, at + this.#bytes.write(text, at)));
    } else {
      this.#writeSerialized(frame.result, [call, value]);
    }
  }

  #head(kind: number, call: number, length: number): Uint8Array {
    this.#bytes.writeUInt32LE(length - headerBytes, 0);
    this.#bytes[4] = kind;
    this.#bytes.writeDoubleLE(call, headerBytes);
    return this.#bytes.subarray(0, length);
  }

  #writeSerialized(kind: number, value: unknown): void {
    const body = serialize(value);
    const header = Buffer.allocUnsafe(headerBytes);
    header.writeUInt32LE(body.length, 0);
    header[4] = kind;
    this.#write(Buffer.concat([header, body]));
  }

  #write(bytes: Uint8Array): void {
    for (let written = 0; written < bytes.length;) {
      try {
        written += writeSync(pipeFd, bytes, written);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EPIPE' || code === 'ECONNRESET') {
          return; // the pool is gone, and so is this worker in a moment
        }
        if (code !== 'EAGAIN') {
          throw error;
        }
        Atomics.wait(sleeper, 0, 0, pause);
      }
    }
  }
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));
