import { lock, unlock } from './lock.ts';
import { type Memory, open, shutDown, shutDownImmediate, word } from './layout.ts';
import { probe } from './probe.ts';
import { rescueFrom } from './rows.ts';

/** How a try to put a record in ended; `'busy'`: another has the lock, and keeps it. */
export type Put = 'put' | 'full' | 'shut down' | 'busy';

/** How a try to take one ended. */
export type Take = 'taken' | 'empty' | 'shut down' | 'busy';

/** Up to so many bytes a loop copies faster than a call. */
const shortCopy = 64;
const lengthBytes = 4;

/** The records of a queue: puts and takes whole ones, from any thread. README.md beside this file tells the protocol. */
export class Ring {
  /** The record that was taken last, from the first byte on; the next `take` overwrites it, unless it was to be fresh. */
  taken: Uint8Array = new Uint8Array(0);
  /** Whether a lock was not to be had since this was last set to `false`. */
  wasBusy = false;
  #scratch: Uint8Array = new Uint8Array(1_024);
  readonly #memory: Memory;
  readonly #words: Int32Array;
  readonly #owner: number;
  readonly #rescue = (owner: number): void => {
    rescueFrom(this.#words, owner);
  };

  constructor(memory: Memory, owner: number) {
    this.#memory = memory;
    this.#words = memory.words;
    this.#owner = owner;
  }

  get size(): number {
    const words = this.#words;
    if (Atomics.load(words, word.state) === shutDownImmediate) {
      return 0;
    }
    // Takes first: they never pass the puts.
    const takes = Atomics.load(words, word.takes);
    return (Atomics.load(words, word.puts) - takes) | 0;
  }

  get isFull(): boolean {
    const words = this.#words;
    const { takes, position } = readPair(words, word.takes, word.head);
    const puts = Atomics.load(words, word.puts);
    const tail = words[word.tail + (puts & 1)] ?? 0;
    return ((puts - takes) | 0) >= this.#memory.limit || ((tail - position) | 0) >= this.#memory.capacity;
  }

  /** The largest record that fits at all. */
  get longest(): number {
    return this.#memory.capacity - lengthBytes;
  }

  /**
   * Puts the first `length` bytes of `bytes` in as one record.
   *
   * @param patience - milliseconds to wait for the lock
   */
  put(bytes: Uint8Array, length: number, patience: number): Put {
    const words = this.#words;
    if (!lock(words, word.tailLock, this.#owner, patience, this.#rescue)) {
      this.wasBusy = true;
      return 'busy';
    }
    try {
      probe.at('put locked');
      // What is written under this lock alone need not be read atomically.
      const puts = words[word.puts] ?? 0;
      const tail = words[word.tail + (puts & 1)] ?? 0;
      if (words[word.state] !== open) {
        return 'shut down';
      }
      const need = lengthBytes + ((length + 3) & ~3);
      if (!this.#hasRoom(puts, tail, need) && !(this.#look(), this.#hasRoom(puts, tail, need))) {
        return 'full';
      }
      this.#write(tail, bytes, length);
      probe.at('put written');
      words[word.tail + ((puts + 1) & 1)] = (tail + need) | 0;
      probe.at('put placed');
      Atomics.store(words, word.puts, (puts + 1) | 0); // the item is in: this word alone says so
      probe.at('put committed');
      return 'put';
    } finally {
      unlock(words, word.tailLock);
      probe.at('put unlocked');
    }
  }

  /**
   * Takes the oldest record; its bytes are the first of {@link taken}, and their number is the answer.
   *
   * @param fresh - into an array of its own, of that length
   */
  take(fresh: boolean, patience: number): Exclude<Take, 'taken'> | number {
    const words = this.#words;
    if (this.#isEmptyNow()) {
      return 'empty';
    }
    if (!lock(words, word.headLock, this.#owner, patience, this.#rescue)) {
      this.wasBusy = true;
      return 'busy';
    }
    try {
      probe.at('take locked');
      const takes = words[word.takes] ?? 0;
      const state = words[word.state];
      if (state === shutDownImmediate) {
        return 'shut down';
      }
      if (words[word.putsSeen] === takes) {
        // After the state: once that is not open, no more puts come.
        words[word.putsSeen] = Atomics.load(words, word.puts);
        if (words[word.putsSeen] === takes) {
          return state === shutDown ? 'shut down' : 'empty';
        }
      }
      const head = words[word.head + (takes & 1)] ?? 0;
      const length = this.#memory.ring[(head & (this.#memory.capacity - 1)) >> 2] ?? 0;
      this.#read(head, length, fresh);
      probe.at('take copied');
      const next = (head + lengthBytes + ((length + 3) & ~3)) | 0;
      Atomics.store(words, word.head + ((takes + 1) & 1), next);
      probe.at('take placed');
      Atomics.store(words, word.takes, (takes + 1) | 0); // the item is out
      probe.at('take committed');
      return length;
    } finally {
      unlock(words, word.headLock);
      probe.at('take unlocked');
    }
  }

  /** Whether it is open and empty at this moment, in which case it need not be locked. */
  #isEmptyNow(): boolean {
    const words = this.#words;
    if (words[word.putsSeen] !== words[word.takes]) {
      return false; // most likely not
    }
    // Takes first, since they never pass the puts.
    const takes = Atomics.load(words, word.takes);
    return Atomics.load(words, word.puts) === takes && Atomics.load(words, word.state) === open;
  }

  /** Closes the queue, so that no put and, if it is immediate, no take comes after. */
  shutDown(immediate: boolean, patience: number): void {
    const words = this.#words;
    const state = immediate ? shutDownImmediate : shutDown;
    // A lock that is not to be had does not keep the queue open: then a call in its midst may still come through.
    const puts = lock(words, word.tailLock, this.#owner, patience, this.#rescue);
    const takes = lock(words, word.headLock, this.#owner, patience, this.#rescue);
    try {
      if (Atomics.load(words, word.state) < state) {
        Atomics.store(words, word.state, state);
      }
    } finally {
      if (takes) {
        unlock(words, word.headLock);
      }
      if (puts) {
        unlock(words, word.tailLock);
      }
    }
  }

  #hasRoom(puts: number, tail: number, need: number): boolean {
    const words = this.#words;
    const items = (puts - (words[word.takesSeen] ?? 0)) | 0;
    const bytes = (tail - (words[word.headSeen] ?? 0)) | 0;
    return items < this.#memory.limit && bytes + need <= this.#memory.capacity;
  }

  /** How far the takes are. What was seen before is less, so it never shows room that is not there; and it is never 2 ** 31 bytes behind. */
  #look(): void {
    const words = this.#words;
    const { takes, position } = readPair(words, word.takes, word.head);
    words[word.takesSeen] = takes;
    words[word.headSeen] = position;
  }

  #write(tail: number, bytes: Uint8Array, length: number): void {
    const { ring, bytes: target, capacity } = this.#memory;
    const at = tail & (capacity - 1);
    ring[at >> 2] = length;
    const start = (at + lengthBytes) & (capacity - 1);
    const first = Math.min(length, capacity - start);
    copy(bytes, 0, target, start, first);
    if (first < length) {
      copy(bytes, first, target, 0, length - first);
    }
  }

  #read(head: number, length: number, fresh: boolean): void {
    const { bytes, capacity } = this.#memory;
    const start = (head + lengthBytes) & (capacity - 1);
    const first = Math.min(length, capacity - start);
    if (fresh) {
      this.taken = first === length ? bytes.slice(start, start + length) : new Uint8Array(length);
      if (first === length) {
        return;
      }
    } else {
      if (this.#scratch.length < length) {
        this.#scratch = new Uint8Array(length * 2);
      }
      this.taken = this.#scratch;
    }
    copy(bytes, start, this.taken, 0, first);
    if (first < length) {
      copy(bytes, 0, this.taken, first, length - first);
    }
  }
}

/**
 * A count and the position that belongs to it, which are two words: the position after `n` items stands in the word of n's parity,
 * and is overwritten only for `n + 2`, after `n + 1` was counted. So if the count is the same after as before, the position is its own.
 */
function readPair(words: Int32Array, count: number, positions: number): { takes: number; position: number } {
  for (;;) {
    const takes = Atomics.load(words, count);
    const position = Atomics.load(words, positions + (takes & 1));
    if (Atomics.load(words, count) === takes) {
      return { takes, position };
    }
  }
}

function copy(from: Uint8Array, start: number, to: Uint8Array, at: number, length: number): void {
  if (start === 0 && from.length === length) {
    to.set(from, at);
    return;
  }
  if (length <= shortCopy) {
    for (let index = 0; index < length; index += 1) {
      to[at + index] = from[start + index] ?? 0;
    }
    return;
  }
  to.set(from.subarray(start, start + length), at);
}
