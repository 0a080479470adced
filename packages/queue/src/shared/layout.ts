import { describe } from '../waiting/index.ts';

/**
 * The words of a queue in shared memory, as indices of an `Int32Array`; README.md beside this file says who may write which, and when.
 * What producers write, what consumers write, and what both only read stand in cache lines of their own (16 words).
 */
export const word = {
  // Written once, before the memory is shared.
  magic: 0,
  version: 1,
  capacity: 2,
  id: 4, // two words
  maxSize: 6, // two words: a 64-bit float
  // Written under both locks.
  state: 8,
  // Written under the producers' lock.
  tailLock: 16,
  puts: 17,
  tail: 18, // two words: the position after `puts` items stands in the word of `puts`'s parity
  headSeen: 20,
  takesSeen: 21,
  // Written under the consumers' lock.
  headLock: 32,
  takes: 33,
  head: 34, // two words, as `tail`
  putsSeen: 36,
  // Written by anybody, atomically.
  dones: 48,
  zeros: 49,
  waitingGets: 64, // a bit for each row
  waitingPuts: 65,
  waitingJoins: 66,
  lastCalled: 67,
  // Written under the table's lock.
  tableLock: 80,
  generations: 81,
  rows: 96,
} as const;

/** How many threads may be attached at once. */
export const maxRows = 128;

/** The words of a row, which belongs to one thread. */
export const rowWord = { generation: 0, threadId: 1, identity: 2, signal: 3, gets: 4, puts: 5 } as const;

const rowWords = 16;
const headerWords = word.rows + maxRows * rowWords;
const magic = 0x48_44_4c_51;
const version = 1;

/** `state`: it only ever grows. */
export const open = 0;
export const shutDown = 1;
export const shutDownImmediate = 2;

const smallestCapacity = 64;
const largestCapacity = 2 ** 30;
let made = 0;

/** A queue's memory, as one thread sees it. */
export interface Memory {
  readonly buffer: SharedArrayBuffer;
  readonly words: Int32Array<SharedArrayBuffer>;
  /** The ring, byte by byte and word by word. */
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  readonly ring: Int32Array<SharedArrayBuffer>;
  /** Bytes of the ring: a power of two, so that positions may wrap at 32 bits. */
  readonly capacity: number;
  readonly maxSize: number;
  /** As `maxSize`, with `Infinity` for no limit. */
  readonly limit: number;
  /** The same wherever the memory is attached in this process. */
  readonly id: string;
}

/** Makes the memory of a new queue; `creator` tells the ids of one thread from another's. */
export function createMemory(capacity: number, maxSize: number, creator: number): Memory {
  const buffer = new SharedArrayBuffer(headerWords * 4 + capacity);
  const words = new Int32Array(buffer, 0, headerWords);
  made += 1;
  words[word.capacity] = capacity;
  words[word.id] = creator;
  words[word.id + 1] = made;
  new Float64Array(buffer, word.maxSize * 4, 1)[0] = maxSize;
  words[word.version] = version;
  words[word.magic] = magic;
  return viewMemory(buffer);
}

/** @throws {TypeError} `buffer` holds no queue, or one of another version */
export function openMemory(buffer: unknown): Memory {
  if (!(buffer instanceof SharedArrayBuffer)) {
    throw new TypeError(`Expected handle.memory to be a SharedArrayBuffer, got ${describe(buffer)}`);
  }
  const words = new Int32Array(buffer, 0, Math.min(headerWords, buffer.byteLength >> 2));
  if (words[word.magic] !== magic || buffer.byteLength !== headerWords * 4 + (words[word.capacity] ?? 0)) {
    throw new TypeError('Expected handle.memory to hold a queue, got other memory');
  }
  if (words[word.version] !== version) {
    throw new TypeError(`Expected a queue of version ${version}, got one of version ${words[word.version]}`);
  }
  return viewMemory(buffer);
}

function viewMemory(buffer: SharedArrayBuffer): Memory {
  const words = new Int32Array(buffer, 0, headerWords);
  const start = headerWords * 4;
  const capacity = words[word.capacity] ?? 0;
  const maxSize = new Float64Array(buffer, word.maxSize * 4, 1)[0] ?? 0;
  return {
    buffer,
    words,
    bytes: new Uint8Array(buffer, start, capacity),
    ring: new Int32Array(buffer, start, capacity >> 2),
    capacity,
    maxSize,
    limit: maxSize === 0 ? Infinity : maxSize,
    id: `${words[word.id]} ${words[word.id + 1]}`,
  };
}

/** Where a row's words begin. */
export function rowAt(row: number): number {
  return word.rows + row * rowWords;
}

/** The checked `capacity`, rounded up to a power of two. */
export function checkCapacity(capacity: unknown): number {
  if (typeof capacity !== 'number') {
    throw new TypeError(`Expected capacity to be a number of bytes, got ${describe(capacity)}`);
  }
  if (!Number.isInteger(capacity) || capacity < 1 || capacity > largestCapacity) {
    throw new RangeError(`Expected capacity to be an integer from 1 to ${largestCapacity}, got ${capacity}`);
  }
  return Math.max(smallestCapacity, 2 ** Math.ceil(Math.log2(capacity)));
}
