import { deserialize } from 'node:v8';
import type { ChannelListener, ToPool, WireResult } from '@heddle/transport';
import { frame, headerBytes, numberBytes } from './frames.ts';

export type Hearer = Pick<ChannelListener, 'messages' | 'result'>;

/** Reads what a worker has written into one of its pipes, in whatever pieces it comes. */
export class FrameReader {
  readonly #hearer: Hearer;
  readonly #unreadable: (error: unknown) => void;
  /** The beginning of a frame, and how long that is at least. */
  #pieces: Buffer[] = [];
  #length = 0;
  #needed = headerBytes;

  /** @param unreadable - something came that cannot be read here */
  constructor(hearer: Hearer, unreadable: (error: unknown) => void) {
    this.#hearer = hearer;
    this.#unreadable = unreadable;
  }

  add(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  /** Reads the frames that are there; `true` if the next one is in the other pipe, and what follows here comes later. */
  read(): boolean {
    const [first] = this.#pieces;
    if (first === undefined || this.#length < this.#needed) {
      return false;
    }
    const bytes = this.#pieces.length === 1 ? first : Buffer.concat(this.#pieces);
    let at = 0;
    let isTurn = false;
    this.#needed = headerBytes;
    while (!isTurn && bytes.length - at >= headerBytes) {
      this.#needed = headerBytes + bytes.readUInt32LE(at);
      if (bytes.length - at < this.#needed) {
        break;
      }
      isTurn = bytes[at + 4] === frame.turn;
      if (!isTurn) {
        this.#hear(bytes, at, at + this.#needed);
      }
      at += this.#needed;
      this.#needed = headerBytes;
    }
    this.#pieces = at === bytes.length ? [] : [bytes.subarray(at)];
    this.#length = bytes.length - at;
    return isTurn;
  }

  #hear(bytes: Buffer, start: number, end: number): void {
    const kind = bytes[start + 4];
    const body = start + headerBytes;
    if (kind === frame.messages) {
      const messages = this.#decode(() => deserialize(bytes.subarray(body, end)) as ToPool[]);
      if (messages !== undefined) {
        this.#hearer.messages(messages);
      }
    } else if (kind === frame.result) {
      const result = this.#decode(() => deserialize(bytes.subarray(body, end)) as WireResult);
      if (result !== undefined) {
        this.#hearer.result(...result);
      }
    } else {
      this.#hearer.result(bytes.readDoubleLE(body), valueOf(kind, bytes, body + numberBytes, end));
    }
  }

  #decode<M>(decode: () => M): M | undefined {
    try {
      return decode();
    } catch (error) {
      this.#unreadable(error);
      return undefined;
    }
  }
}

function valueOf(kind: number | undefined, bytes: Buffer, start: number, end: number): unknown {
  if (kind === frame.number) {
    return bytes.readDoubleLE(start);
  }
  return kind === frame.json ? JSON.parse(bytes.toString('utf8', start, end)) : undefined;
}
