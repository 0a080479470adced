/** A word in shared memory by which a pool wakes a worker that sleeps outside of its event loop: how often it was rung. */
export class Doorbell {
  readonly memory: SharedArrayBuffer;
  readonly #word: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#word = new Int32Array(memory);
  }

  /** Something was posted. */
  ring(): void {
    Atomics.add(this.#word, 0, 1);
    Atomics.notify(this.#word, 0);
  }

  get rings(): number {
    return Atomics.load(this.#word, 0);
  }

  /** Sleeps for `ms` milliseconds, or until it was rung since `rings` was read. */
  wait(rings: number, ms: number): void {
    Atomics.wait(this.#word, 0, rings, ms);
  }
}
