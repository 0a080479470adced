/** Results that a worker may have told and its pool not yet read: more than calls can be under way. */
const capacity = 4_096;

const word = { told: 0, read: 1, rung: 2 } as const;
const words = 16; // a cache line

/** What a record holds beside its number. */
const kind = { number: 0, undefined: 1, null: 2, false: 3, true: 4 } as const;

/** Results that need no message: a ring in shared memory, from one worker to its pool. */
export class ResultRing {
  readonly memory: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #calls: Float64Array;
  readonly #values: Float64Array;
  readonly #kinds: Uint8Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(words * 4 + capacity * 17)) {
    this.memory = memory;
    this.#words = new Int32Array(memory, 0, words);
    this.#calls = new Float64Array(memory, words * 4, capacity);
    this.#values = new Float64Array(memory, words * 4 + capacity * 8, capacity);
    this.#kinds = new Uint8Array(memory, words * 4 + capacity * 16, capacity);
  }

  /** The worker tells that `call` has returned `value`; `false` if that takes a message. */
  tell(call: number, value: unknown): boolean {
    const told = Atomics.load(this.#words, word.told);
    const found = kindOf(value);
    if (found === undefined || ((told - Atomics.load(this.#words, word.read)) | 0) >= capacity) {
      return false;
    }
    const at = told & (capacity - 1);
    this.#calls[at] = call;
    this.#kinds[at] = found;
    this.#values[at] = found === kind.number ? (value as number) : 0;
    Atomics.store(this.#words, word.told, (told + 1) | 0); // only now is it there
    return true;
  }

  /** Whether the pool has to be woken. It says that it is awake before it looks, so that what is told later wakes it again. */
  ring(): boolean {
    return Atomics.exchange(this.#words, word.rung, 1) === 0;
  }

  /** The pool is awake. @returns how far it may read */
  answer(): number {
    Atomics.store(this.#words, word.rung, 0);
    return Atomics.load(this.#words, word.told);
  }

  /** Reads what was told until then. */
  read(until: number, hear: (call: number, value: unknown) => void): void {
    let read = Atomics.load(this.#words, word.read);
    try {
      while (read !== until) {
        const at = read & (capacity - 1);
        read = (read + 1) | 0;
        hear(this.#calls[at] ?? 0, this.#valueAt(at));
      }
    } finally {
      Atomics.store(this.#words, word.read, read); // whatever hearing did
    }
  }

  #valueAt(at: number): unknown {
    const found = this.#kinds[at];
    return found === kind.number ? this.#values[at] : constants.get(found);
  }
}

/** What needs no more than to be named. */
const constants = new Map<unknown, unknown>([
  [kind.null, null],
  [kind.false, false],
  [kind.true, true],
]);

function kindOf(value: unknown): number | undefined {
  if (typeof value === 'number') {
    return kind.number;
  }
  if (typeof value === 'boolean') {
    return value ? kind.true : kind.false;
  }
  if (value === undefined) {
    return kind.undefined;
  }
  return value === null ? kind.null : undefined;
}
