import { constants, openSync, writeSync } from 'node:fs';
import { serialize } from 'node:v8';
import { isPlain } from '@heddle/queue/values';
import type { ToPool } from '@heddle/transport';
import { frame, headerBytes, numberBytes } from './frames.ts';
import { socketFd } from './socket-fd.ts';

const smallest = 4_096;

/** Bytes of the longest frame that goes by the named pipe. That holds 64 KiB, and of what is larger than a part of it each part would wait for the pool to read. */
const longestForFifo = 16_384;

const turn = Uint8Array.of(0, 0, 0, 0, frame.turn);

/** Milliseconds between two tries to write into a pipe that is full. */
const pause = 1;

/**
 * Writes what a worker says into its pipes, and returns when it is there: whatever the worker does next, its pool can read it.
 *
 * A pool that does not read makes its worker wait.
 */
export class FrameWriter {
  #bytes = Buffer.allocUnsafe(smallest);
  #fifo: number | undefined = undefined;
  /** Where the last frame went. */
  #last = socketFd;

  /** There is a named pipe, whose other end is open. */
  useFifo(path: string): void {
    try {
      this.#fifo = openSync(path, constants.O_WRONLY);
    } catch {
      // The socket will do.
    }
  }

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
    const fd = this.#fifo !== undefined && bytes.length <= longestForFifo ? this.#fifo : socketFd;
    if (fd !== this.#last) {
      writeAll(this.#last, turn);
      this.#last = fd;
    }
    writeAll(fd, bytes);
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(fd, bytes, written);
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

const sleeper = new Int32Array(new SharedArrayBuffer(4));
