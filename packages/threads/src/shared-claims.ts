import type { Claims, FarClaims } from '@heddle/transport';

const size = 4_096;

/**
 * A word in shared memory for each call that is under way: its number as long as nobody has it, the negative number once it has begun, 0 once the pool took it back.
 *
 * Words are used again by later numbers: one that finds another number in its word was taken back long ago.
 */
export class SharedClaims implements Claims, FarClaims {
  readonly memory: SharedArrayBuffer;
  readonly #words: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(size * Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#words = new Int32Array(memory);
  }

  get size(): number {
    return size;
  }

  get isExact(): boolean {
    return true;
  }

  offer(call: number, isBegun: boolean): void {
    Atomics.store(this.#words, call % size, isBegun ? begun(call) : offered(call));
  }

  /** The words say it all. */
  terms(): undefined {
    return undefined;
  }

  accept(): void {}

  lent(): void {}

  recover(call: number): boolean {
    return this.takeBack(call);
  }

  get recoverableIn(): number {
    return 0;
  }

  get isEnding(): boolean {
    return false;
  }

  endTerm(): boolean {
    return false;
  }

  takeBack(call: number): boolean {
    return Atomics.compareExchange(this.#words, call % size, offered(call), 0) === offered(call);
  }

  begin(call: number): boolean {
    return Atomics.compareExchange(this.#words, call % size, offered(call), begun(call)) === offered(call);
  }

  hasBegun(call: number): boolean {
    return Atomics.load(this.#words, call % size) === begun(call);
  }
}

/** From 1 to 2 ** 31 - 1, however many calls there were: never 0. */
function offered(call: number): number {
  return (call % 0x7f_ff_ff_ff) + 1;
}

function begun(call: number): number {
  return -offered(call);
}
