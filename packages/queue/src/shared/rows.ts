import { breakLock, lock, unlock } from './lock.ts';
import { maxRows, rowAt, rowWord, word } from './layout.ts';
import { hasEnded, identity, threadId } from './threads.ts';
import { wakeRow, withdraw } from './wake.ts';

/** A thread's place among those that are attached to a queue. */
export interface Row {
  readonly index: number;
  /** What a lock holds that is this row's: its index, and a number that no earlier user of the row had. */
  readonly owner: number;
}

const masks = [word.waitingGets, word.waitingPuts, word.waitingJoins] as const;
const lastGeneration = 2 ** 22 - 1;

/** Milliseconds; whoever has the table's lock frees it in microseconds, and if it dies, so soon as that is known. */
const patience = 5_000;

/** Takes a free row for this thread. @throws {RangeError} there is none */
export function takeRow(words: Int32Array): Row {
  return underTableLock(words, () => {
    const index = findFree(words) ?? (sweep(words), findFree(words));
    if (index === undefined) {
      throw new RangeError(`Expected at most ${maxRows} threads at a queue, got one more`);
    }
    const generation = (Atomics.load(words, word.generations) % lastGeneration) + 1;
    Atomics.store(words, word.generations, generation);
    const at = rowAt(index);
    words[at + rowWord.threadId] = threadId;
    words[at + rowWord.identity] = identity;
    words[at + rowWord.gets] = 0;
    words[at + rowWord.puts] = 0;
    // Last: from here on the row is in use.
    Atomics.store(words, at + rowWord.generation, generation);
    return { index, owner: ownerOf(index, generation) };
  });
}

/** Frees a row that this thread gives up, or whose thread has ended, and repairs what it left; a second time does nothing. */
export function freeRow(words: Int32Array, owner: number): void {
  underTableLock(words, () => {
    repair(words, owner);
  });
}

/** Frees the rows of a thread that has ended. */
export function freeRowsOf(words: Int32Array, thread: number): void {
  for (const owner of owners(words)) {
    if (words[rowAt(indexOf(owner)) + rowWord.threadId] === thread) {
      freeRow(words, owner);
    }
  }
}

/** Frees the row of `owner`, who holds a lock that another waits for, if its thread is known to have ended. */
export function rescueFrom(words: Int32Array, owner: number): void {
  if (owner !== 0 && isDead(words, owner)) {
    freeRow(words, owner);
  }
}

/** The sum of a word over all rows. */
export function sumOfRows(words: Int32Array, offset: number): number {
  let sum = 0;
  for (const owner of owners(words)) {
    sum += Atomics.load(words, rowAt(indexOf(owner)) + offset);
  }
  return sum;
}

/**
 * Everything that a dead thread can have left behind: locks, bits that say it waits, and wake-ups that it was to give or had been
 * given. Nobody knows which, so all threads look again. The row is freed last: until then a repair that died is done once more.
 */
function repair(words: Int32Array, owner: number): void {
  const index = indexOf(owner);
  const generation = rowAt(index) + rowWord.generation;
  if (Atomics.load(words, generation) !== generationOf(owner)) {
    return;
  }
  for (const mask of masks) {
    withdraw(words, mask, index);
  }
  breakLock(words, word.tailLock, owner);
  breakLock(words, word.headLock, owner);
  for (const other of owners(words)) {
    wakeRow(words, indexOf(other));
  }
  Atomics.store(words, generation, 0);
}

/** Repairs after every thread that is known to have ended. */
function sweep(words: Int32Array): void {
  for (const owner of owners(words)) {
    if (isDead(words, owner)) {
      repair(words, owner);
    }
  }
}

function underTableLock<R>(words: Int32Array, run: () => R): R {
  let broken = false;
  const rescue = (owner: number): void => {
    if (owner !== 0 && hasEnded(owner)) {
      breakLock(words, word.tableLock, owner);
      broken = true;
    }
  };
  if (!lock(words, word.tableLock, identity, patience, rescue)) {
    throw new Error(`Expected the queue's table within ${patience} ms, got one that another thread has locked`);
  }
  try {
    if (broken) {
      sweep(words); // whoever died here may have been repairing after another
    }
    return run();
  } finally {
    unlock(words, word.tableLock);
  }
}

function findFree(words: Int32Array): number | undefined {
  for (let index = 0; index < maxRows; index += 1) {
    if (Atomics.load(words, rowAt(index) + rowWord.generation) === 0) {
      return index;
    }
  }
  return undefined;
}

function* owners(words: Int32Array): Generator<number, void, undefined> {
  for (let index = 0; index < maxRows; index += 1) {
    const generation = Atomics.load(words, rowAt(index) + rowWord.generation);
    if (generation !== 0) {
      yield ownerOf(index, generation);
    }
  }
}

function isDead(words: Int32Array, owner: number): boolean {
  const at = rowAt(indexOf(owner));
  return (
    Atomics.load(words, at + rowWord.generation) === generationOf(owner) &&
    hasEnded(words[at + rowWord.identity] ?? 0, words[at + rowWord.threadId])
  );
}

function ownerOf(index: number, generation: number): number {
  return generation * 256 + index;
}

function indexOf(owner: number): number {
  return owner & 255;
}

function generationOf(owner: number): number {
  return owner >> 8;
}
