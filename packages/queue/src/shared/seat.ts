import { ShutDown, TaskDoneError } from '../errors.ts';
import type { Waiters } from '../waiting/index.ts';
import { mayBlock } from './blocking.ts';
import { holdOpen, letGo } from './keep-alive.ts';
import { type Memory, open, rowAt, rowWord, shutDownImmediate, word } from './layout.ts';
import { naps, probe } from './probe.ts';
import type { Coder, Encoded } from './record.ts';
import { type Put, Ring, type Take } from './ring.ts';
import { type Row, sumOfRows, takeRow } from './rows.ts';
import { SharedLine } from './shared-line.ts';
import { announce, callAll, callOne, wakeRow, withdraw } from './wake.ts';

/** Milliseconds to wait for a lock, in a call that may go on later: the line then waits as for an item. */
const shortPatience = 50;

/** The same, in one that may not. */
export const longPatience = 1_000;

/** How often one who blocks looks again before it sleeps, a few microseconds in all: with two threads at full speed, more often than not it need not. */
const spins = 100;

/** One kind of waiting: its mask in the shared memory, and whether this row's bit was put into it. */
interface Sign {
  readonly mask: number;
  announced: boolean;
}

/**
 * A thread's seat at a queue in shared memory: its lines, in which its callers wait first come, first served, and its row, by
 * which other threads wake it. All objects of a thread that are attached to the same memory share one seat.
 *
 * Over 300 lines, since it is the one place where the lines of a thread and the words in memory meet.
 * Its lines are served in the same turn by what happens on this thread; by what happens elsewhere, as it is woken. While anybody
 * stands in a line, and only then, the bit of the line is announced, or the row was called and looks again soon.
 */
export class Seat {
  readonly memory: Memory;
  readonly row: Row;
  readonly getters: Waiters<unknown, Coder<unknown>> = new SharedLine(() => {
    this.#left(this.#gets, this.getters.size);
  });
  readonly putters: Waiters<void, Encoded> = new SharedLine(() => {
    this.#left(this.#puts, this.putters.size);
  });
  /** With the number of times that nothing was unfinished when they came. */
  readonly joiners: Waiters<void, number> = new SharedLine(() => {
    this.#left(this.#joins, this.joiners.size);
  });
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #ring: Ring;
  readonly #signal: number;
  readonly #gets: Sign = { mask: word.waitingGets, announced: false };
  readonly #puts: Sign = { mask: word.waitingPuts, announced: false };
  readonly #joins: Sign = { mask: word.waitingJoins, announced: false };
  /** Callers that block this thread. */
  #blockedGets = 0;
  #blockedPuts = 0;
  #napping = false;

  constructor(memory: Memory) {
    this.memory = memory;
    this.#words = memory.words;
    this.row = takeRow(memory.words);
    this.#ring = new Ring(memory, this.row.owner);
    this.#signal = rowAt(this.row.index) + rowWord.signal;
  }

  get size(): number {
    return this.#ring.size;
  }

  get isFull(): boolean {
    return this.#ring.isFull;
  }

  get longest(): number {
    return this.#ring.longest;
  }

  /** As far as this thread has heard; a put looks again under the lock. */
  get isShutDown(): boolean {
    return this.#words[word.state] !== open;
  }

  get waitingGets(): number {
    return sumOfRows(this.#words, rowWord.gets);
  }

  get waitingPuts(): number {
    return sumOfRows(this.#words, rowWord.puts);
  }

  /** Items that were put in and not acknowledged; an immediate shutdown counts those that nobody took as done. */
  get unfinished(): number {
    const words = this.#words;
    const dones = Atomics.load(words, word.dones);
    const isDropped = Atomics.load(words, word.state) === shutDownImmediate;
    return Math.max(0, (Atomics.load(words, isDropped ? word.takes : word.puts) - dones) | 0);
  }

  /** How often nothing was unfinished any more. */
  get zeros(): number {
    return Atomics.load(this.#words, word.zeros);
  }

  /** Puts a record in, if nobody on this thread waits to put one. */
  tryPut(bytes: Uint8Array, length: number, patience: number = shortPatience): Put {
    if (this.putters.size > 0) {
      this.#serve();
      if (this.putters.size > 0) {
        return 'full';
      }
    }
    const put = this.#ring.put(bytes, length, patience);
    if (put === 'put') {
      this.#afterPut();
    }
    return put;
  }

  /** Takes an item, if nobody on this thread waits for one. */
  tryTake(coder: Coder<unknown>, patience: number = shortPatience): { item: unknown } | Exclude<Take, 'taken'> {
    if (this.getters.size > 0) {
      this.#serve();
      if (this.getters.size > 0) {
        return 'empty';
      }
    }
    const taken = this.#ring.take(coder.keepsBytes, patience);
    if (typeof taken === 'string') {
      return taken;
    }
    try {
      return { item: coder.decode(this.#ring.taken, taken) };
    } finally {
      this.#afterTake();
    }
  }

  /** To be called once somebody joined a line: has other threads wake this one, and looks once more. */
  waitForCall(): void {
    holdOpen(this);
    this.#arm();
  }

  /** Blocks the thread until `attempt` answers something other than `undefined`, or the deadline has passed. */
  block<R>(kind: 'get' | 'put', deadline: number, attempt: () => R | undefined): R | undefined {
    const sign = kind === 'get' ? this.#gets : this.#puts;
    for (let spin = 0; spin < spins; spin += 1) {
      const outcome = (kind === 'get' ? this.#ring.size > 0 : !this.#ring.isFull) ? attempt() : undefined;
      if (outcome !== undefined) {
        return outcome;
      }
    }
    this.#addBlocked(kind, 1);
    try {
      for (;;) {
        const signal = Atomics.load(this.#words, this.#signal);
        this.#announce(sign);
        probe.at('wait announced');
        this.#ring.wasBusy = false;
        const outcome = attempt();
        const left = deadline - performance.now();
        if (outcome !== undefined || left <= 0) {
          return outcome;
        }
        if (!mayBlock) {
          throw new TypeError('Expected a thread that may block, got one that may not: wait with get() or put()');
        }
        this.#count();
        Atomics.wait(this.#words, this.#signal, signal, Math.min(left, this.#nap));
        probe.at('wait woken');
      }
    } finally {
      this.#addBlocked(kind, -1);
      this.#left(sign, kind === 'get' ? this.getters.size : this.putters.size);
    }
  }

  taskDone(): void {
    const words = this.#words;
    for (;;) {
      const dones = Atomics.load(words, word.dones);
      const unfinished = this.unfinished;
      if (unfinished === 0) {
        throw new TaskDoneError();
      }
      if (Atomics.compareExchange(words, word.dones, dones, (dones + 1) | 0) === dones) {
        if (this.unfinished === 0) {
          Atomics.add(words, word.zeros, 1);
          this.#serveJoiners();
          callAll(words, word.waitingJoins);
        }
        return;
      }
    }
  }

  shutDown(immediate: boolean): void {
    this.#ring.shutDown(immediate, longPatience);
    this.#serve();
    for (const { mask } of [this.#gets, this.#puts, this.#joins]) {
      callAll(this.#words, mask);
    }
  }

  #afterPut(): void {
    if (this.getters.size > 0) {
      this.#serve();
    }
    // After the put was counted: who announces itself later looks later.
    if (Atomics.load(this.#words, word.waitingGets) !== 0 && this.#ring.size > 0) {
      callOne(this.#words, word.waitingGets);
    }
  }

  #afterTake(): void {
    if (this.putters.size > 0) {
      this.#serve();
    }
    callAll(this.#words, word.waitingPuts);
  }

  /** Gives those in the lines what there is for them, and calls other threads for what is left. */
  #serve(): void {
    let puts = 0;
    let takes = 0;
    for (;;) {
      takes += this.#serveGetters();
      const more = this.#servePutters();
      puts += more;
      if (more === 0 || this.getters.size === 0) {
        break;
      }
    }
    this.#serveJoiners();
    if (takes > 0) {
      callAll(this.#words, word.waitingPuts);
    }
    for (let calls = Math.min(puts, this.#ring.size); calls > 0; calls -= 1) {
      callOne(this.#words, word.waitingGets);
    }
  }

  #serveGetters(): number {
    let takes = 0;
    for (let getter = this.getters.first; getter !== undefined; getter = this.getters.first) {
      const coder = getter.data;
      const taken = this.#ring.take(coder.keepsBytes, shortPatience);
      if (typeof taken === 'string') {
        if (taken === 'shut down') {
          rejectAll(this.getters);
        }
        break;
      }
      takes += 1;
      this.getters.remove(getter);
      try {
        getter.resolve(coder.decode(this.#ring.taken, taken));
      } catch (error) {
        getter.reject(error);
      }
    }
    return takes;
  }

  #servePutters(): number {
    let puts = 0;
    for (let putter = this.putters.first; putter !== undefined; putter = this.putters.first) {
      const put = this.#ring.put(putter.data.bytes, putter.data.length, shortPatience);
      if (put !== 'put') {
        if (put === 'shut down') {
          rejectAll(this.putters);
        }
        break;
      }
      puts += 1;
      this.putters.remove(putter);
      putter.resolve();
    }
    return puts;
  }

  #serveJoiners(): void {
    for (let joiner = this.joiners.first; joiner !== undefined; joiner = this.joiners.first) {
      if (joiner.data === this.zeros && this.unfinished > 0) {
        break;
      }
      this.joiners.remove(joiner);
      joiner.resolve();
    }
  }

  /** Announces who waits, and only then looks whether there is something for them: what comes after that look finds them announced. */
  #arm(): void {
    const signal = Atomics.load(this.#words, this.#signal);
    if (this.getters.size > 0) {
      this.#announce(this.#gets);
    }
    if (this.putters.size > 0) {
      this.#announce(this.#puts);
    }
    if (this.joiners.size > 0) {
      this.#announce(this.#joins);
    }
    probe.at('wait announced');
    this.#ring.wasBusy = false;
    this.#serve();
    this.#count();
    if (this.#napping && this.#ring.wasBusy) {
      wakeRow(this.#words, this.row.index); // this nap is too long
    } else if (this.#isWaiting && !this.#napping) {
      this.#napping = true;
      const nap = Atomics.waitAsync(this.#words, this.#signal, signal, this.#nap);
      // Not async: the word has changed, and what changed it is looked at in a turn of its own.
      void Promise.resolve(nap.value).then(this.#woken);
    }
  }

  readonly #woken = (): void => {
    this.#napping = false;
    probe.at('wait woken');
    if (this.#isWaiting) {
      this.#arm();
    }
  };

  /** How long to sleep. Where a lock was not to be had, what is waited for may be there already, and nobody will call. */
  get #nap(): number {
    return this.#ring.wasBusy ? naps.whileBusy : naps.longest;
  }

  get #isWaiting(): boolean {
    return this.getters.size > 0 || this.putters.size > 0 || this.joiners.size > 0;
  }

  #announce(sign: Sign): void {
    sign.announced = true;
    announce(this.#words, sign.mask, this.row.index);
  }

  /** Somebody left a line in which `size` still stand. A call that came for the one who left is passed on. */
  #left(sign: Sign, size: number): void {
    this.#count();
    const blocked = sign === this.#gets ? this.#blockedGets : sign === this.#puts ? this.#blockedPuts : 0;
    if (size + blocked === 0 && sign.announced) {
      sign.announced = false;
      const wasCalled = withdraw(this.#words, sign.mask, this.row.index);
      if (wasCalled && sign === this.#gets && this.#ring.size > 0) {
        callOne(this.#words, word.waitingGets);
      }
    }
    if (!this.#isWaiting) {
      letGo(this);
    }
  }

  #addBlocked(kind: 'get' | 'put', more: number): void {
    if (kind === 'get') {
      this.#blockedGets += more;
    } else {
      this.#blockedPuts += more;
    }
  }

  /** For `stats()` on any thread: who is counted is announced, and about to sleep. */
  #count(): void {
    const at = rowAt(this.row.index);
    Atomics.store(this.#words, at + rowWord.gets, this.getters.size + this.#blockedGets);
    Atomics.store(this.#words, at + rowWord.puts, this.putters.size + this.#blockedPuts);
  }
}

/** An error object for each. */
function rejectAll<T, D>(line: Waiters<T, D>): void {
  for (let waiter = line.shift(); waiter !== undefined; waiter = line.shift()) {
    waiter.reject(new ShutDown());
  }
}
