const head = 0;
const tail = 16;
const headerBytes = 128;

/** What a queue in shared memory can be at best: one producer, one consumer, both of which spin; positions below 2 ** 31. For comparison alone. */
export class BareRing {
  readonly #words: Int32Array;
  readonly #ring: Int32Array;
  readonly #bytes: Buffer;
  readonly #capacity: number;
  readonly #scratch = Buffer.alloc(4_096);
  /** The side's own position, and what it saw last of the other's. */
  #own = 0;
  #other = 0;

  static allocate(capacity: number): SharedArrayBuffer {
    return new SharedArrayBuffer(headerBytes + capacity);
  }

  constructor(memory: SharedArrayBuffer) {
    this.#capacity = memory.byteLength - headerBytes;
    this.#words = new Int32Array(memory, 0, headerBytes / 4);
    this.#ring = new Int32Array(memory, headerBytes);
    this.#bytes = Buffer.from(memory as unknown as ArrayBuffer, headerBytes);
  }

  put(record: Uint8Array): void {
    const at = this.#room(record.length);
    this.#bytes.set(record, at);
    this.#own += 4 + ((record.length + 3) & ~3);
    Atomics.store(this.#words, tail, this.#own);
  }

  putJson(item: unknown): void {
    const length = this.#scratch.write(JSON.stringify(item), 0);
    this.put(this.#scratch.subarray(0, length));
  }

  take(): Uint8Array {
    const { start, end } = this.#next();
    const record = Uint8Array.prototype.slice.call(this.#bytes, start, end);
    this.#free(end - start);
    return record;
  }

  takeJson(): unknown {
    const { start, end } = this.#next();
    const text = this.#bytes.toString('utf8', start, end);
    this.#free(end - start);
    return JSON.parse(text);
  }

  /** Spins until `length` bytes are free in one piece. @returns where they begin */
  #room(length: number): number {
    const need = 4 + ((length + 3) & ~3);
    const at = this.#own % this.#capacity;
    const rest = this.#capacity - at;
    if (rest < need) {
      this.#wait(rest);
      this.#ring[at >> 2] = -1; // the record is at the beginning
      this.#own += rest;
      return this.#room(length);
    }
    this.#wait(need);
    this.#ring[at >> 2] = length;
    return at + 4;
  }

  #wait(need: number): void {
    while (this.#own + need - this.#other > this.#capacity) {
      this.#other = Atomics.load(this.#words, head);
    }
  }

  #next(): { start: number; end: number } {
    while (this.#own === this.#other) {
      this.#other = Atomics.load(this.#words, tail);
    }
    const at = this.#own % this.#capacity;
    const length = this.#ring[at >> 2] ?? 0;
    if (length === -1) {
      this.#own += this.#capacity - at;
      return this.#next();
    }
    return { start: at + 4, end: at + 4 + length };
  }

  #free(length: number): void {
    this.#own += 4 + ((length + 3) & ~3);
    Atomics.store(this.#words, head, this.#own);
  }
}
