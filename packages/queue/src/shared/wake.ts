import { maxRows, rowAt, rowWord, word } from './layout.ts';
import { probe } from './probe.ts';

/**
 * Rows that have a bit of their own in a mask. Those behind share the last one, so that one word says whether anybody waits, which is asked
 * for each item: they are called together, and nobody takes the shared bit out for itself.
 */
const ownBits = 31;

/**
 * Calls the thread of one row whose bit stands in the mask at `mask`, if there is one, in turn.
 *
 * The bit is the call: whoever takes it out owes its row a wake-up, and a row whose bit is out was called, once.
 */
export function callOne(words: Int32Array, mask: number): void {
  for (;;) {
    const waiting = Atomics.load(words, mask);
    if (waiting === 0) {
      return;
    }
    // Behind the last one that was called, so that each has its turn; a hint for fairness, no more.
    const behind = waiting & ~((2 << (words[word.lastCalled] ?? 0)) - 1);
    const bit = behind === 0 ? waiting & -waiting : behind & -behind;
    if ((Atomics.and(words, mask, ~bit) & bit) !== 0) {
      words[word.lastCalled] = indexOf(bit);
      probe.at('call claimed');
      wakeBit(words, bit);
      return;
    }
  }
}

/** Calls the threads of every row whose bit stands in the mask at `mask`. */
export function callAll(words: Int32Array, mask: number): void {
  if (Atomics.load(words, mask) === 0) {
    return;
  }
  let waiting = Atomics.exchange(words, mask, 0);
  probe.at('call claimed');
  while (waiting !== 0) {
    const bit = waiting & -waiting;
    wakeBit(words, bit);
    waiting &= ~bit;
  }
}

/** Wakes the thread of `row`: its word changes first, so that one who is about to sleep does not. */
export function wakeRow(words: Int32Array, row: number): void {
  const signal = rowAt(row) + rowWord.signal;
  Atomics.add(words, signal, 1);
  Atomics.notify(words, signal);
}

/** Puts the bit of `row` into the mask. */
export function announce(words: Int32Array, mask: number, row: number): void {
  Atomics.or(words, mask, bitOf(row));
}

/** Takes the bit of `row` out of the mask. @returns whether it was out already: the row was called */
export function withdraw(words: Int32Array, mask: number, row: number): boolean {
  const bit = bitOf(row);
  const before = row < ownBits ? Atomics.and(words, mask, ~bit) : Atomics.load(words, mask);
  return (before & bit) === 0;
}

function bitOf(row: number): number {
  return 1 << Math.min(row, ownBits);
}

function indexOf(bit: number): number {
  return 31 - Math.clz32(bit);
}

function wakeBit(words: Int32Array, bit: number): void {
  const index = indexOf(bit);
  const last = index < ownBits ? index : maxRows - 1;
  for (let row = index; row <= last; row += 1) {
    wakeRow(words, row);
  }
}
