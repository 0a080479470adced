import { aQueueCannotBeCloned } from './cannot-be-cloned.ts';
import { Empty, Full, ShutDown } from './errors.ts';
import { onGiveBack } from './give-back.ts';
import { makeInspectable } from './inspect.ts';
import { iterate } from './iterate.ts';
import { checkImmediate, checkMaxSize, type QueueOptions, type ShutdownOptions } from './options.ts';
import { lateGet, latePut } from './late.ts';
import { publish } from './queue-events.ts';
import type { QueueLike, QueueStats } from './queue-like.ts';
import { Ring } from './storage/ring.ts';
import type { QueueStorage } from './storage/storage.ts';
import { Unfinished } from './unfinished.ts';
import { checkWaitOptions, Waiters, type WaitOptions } from './waiting/index.ts';

const largestSmallInteger = 2 ** 31 - 1;

// Longer than most files: half of it is doc comments, and what waits, what is stored and what is told of it have to change together.

/**
 * Who waits, while the queue is open. Getters wait only while it is empty, putters only while it is full: an item
 * that comes while a getter waits is handed to it, and room that comes while a putter waits is filled by it, in the
 * same turn. So once it is shut down nobody waits for either, and nobody will.
 */
type State<T> =
  | { name: 'open'; getters: Waiters<T>; putters: Waiters<void, T> }
  | { name: 'shut down'; immediate: boolean };

/**
 * First in, first out, between any number of producers and consumers.
 *
 * @see https://docs.python.org/3/library/queue.html#queue.Queue
 */
export class Queue<T> implements QueueLike<T> {
  static {
    makeInspectable(this.prototype, (queue) => queue.stats());
    onGiveBack<Queue<unknown>>(this.prototype, (queue, item) => {
      queue.#giveBack(item);
    });
  }

  /** How many items may be in it; 0: any number. */
  readonly maxSize: number;
  protected readonly cannotBeCloned: () => void = aQueueCannotBeCloned;
  /** With fewer items than this it is open, and has room: what most calls need to know. A small integer, to which others compare faster than to `Infinity`. */
  #surelyRoom: number;
  readonly #items: QueueStorage<T>;
  #state: State<T> = { name: 'open', getters: new Waiters(), putters: new Waiters() };
  readonly #unfinished = new Unfinished();

  /**
   * @param options.maxSize - how many items may be in it; 0, the default: any number
   * @param storage - for subclasses: what keeps the items, and decides which leaves next
   * @throws {TypeError} an option has a wrong type
   * @throws {RangeError} `maxSize` is neither an integer from 0 up nor `Infinity`
   */
  constructor(options?: QueueOptions, storage: QueueStorage<T> = new Ring()) {
    this.maxSize = checkMaxSize(options);
    this.#surelyRoom = Math.min(this.maxSize === 0 ? Infinity : this.maxSize, largestSmallInteger);
    this.#items = storage;
  }

  /** How many items are in it. */
  qsize(): number {
    return this.#items.size;
  }

  /** Whether no item is in it. */
  empty(): boolean {
    return this.#items.size === 0;
  }

  /** Whether it has no room; never, without a `maxSize`. */
  full(): boolean {
    return this.#isFull();
  }

  /**
   * Puts an item in, waiting until there is room.
   *
   * Cancellation: on abort or timeout the item is not in the queue, and never will be.
   *
   * @param options.timeout - how long to wait, in milliseconds; without it, for ever
   * @throws {Full} the timeout passed first
   * @throws {ShutDown} the queue is shut down, or was while this waited
   * @example
   * await queue.put(job, { timeout: 1_000 });
   * @see https://docs.python.org/3/library/queue.html#queue.Queue.put
   */
  put(item: T, options?: WaitOptions): Promise<void> {
    try {
      const checked = checkWaitOptions(options);
      if (checked.signal?.aborted === true) {
        return Promise.reject(checked.signal.reason);
      }
      const putters = this.#offer(item);
      if (putters === undefined) {
        return Promise.resolve();
      }
      if (checked.timeout === 0) {
        return Promise.reject(new Full());
      }
      return putters.wait(checked, latePut, item);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * Takes the next item, waiting until there is one.
   *
   * Cancellation: on abort or timeout no item is taken.
   *
   * @param options.timeout - how long to wait, in milliseconds; without it, for ever
   * @throws {Empty} the timeout passed first
   * @throws {ShutDown} the queue is shut down and drained, or was while this waited
   * @example
   * const job = await queue.get({ timeout: 1_000 });
   * @see https://docs.python.org/3/library/queue.html#queue.Queue.get
   */
  get(options?: WaitOptions): Promise<T> {
    try {
      const checked = checkWaitOptions(options);
      if (checked.signal?.aborted === true) {
        return Promise.reject(checked.signal.reason);
      }
      if (this.#items.size > 0) {
        return Promise.resolve(this.#take());
      }
      const state = this.#state;
      if (state.name === 'shut down') {
        return Promise.reject(new ShutDown());
      }
      if (checked.timeout === 0) {
        return Promise.reject(new Empty());
      }
      return state.getters.wait(checked, lateGet, undefined);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * Puts an item in if there is room now.
   *
   * @throws {Full} there is none
   * @throws {ShutDown} the queue is shut down
   * @see https://docs.python.org/3/library/queue.html#queue.Queue.put_nowait
   */
  putNowait(item: T): void {
    if (this.#offer(item) !== undefined) {
      throw new Full();
    }
  }

  /**
   * Takes the next item if there is one now.
   *
   * @throws {Empty} there is none
   * @throws {ShutDown} the queue is shut down and drained
   * @see https://docs.python.org/3/library/queue.html#queue.Queue.get_nowait
   */
  getNowait(): T {
    if (this.#items.size > 0) {
      return this.#take();
    }
    throw this.#state.name === 'open' ? new Empty() : new ShutDown();
  }

  /**
   * Says that an item which was taken is dealt with; the last one wakes who waits in `join()`.
   *
   * @throws {TaskDoneError} it was called more often than there were items
   * @see https://docs.python.org/3/library/queue.html#queue.Queue.task_done
   */
  taskDone(): void {
    this.#unfinished.done();
  }

  /**
   * Waits until every item that was put in is dealt with, by `taskDone()`.
   *
   * Cancellation: on abort or timeout nothing has changed.
   *
   * @param options.timeout - how long to wait, in milliseconds; without it, for ever
   * @throws {TimeoutError} the timeout passed first
   * @example
   * await queue.join({ timeout: 60_000 });
   * @see https://docs.python.org/3/library/queue.html#queue.Queue.join
   */
  join(options?: WaitOptions): Promise<void> {
    return this.#unfinished.join(options);
  }

  /**
   * Closes the queue: every later or waiting `put` fails with `ShutDown`, and so does `get` once it is drained.
   *
   * @param options.immediate - also drop what is in it, and count that as done
   * @see https://docs.python.org/3/library/queue.html#queue.Queue.shutdown
   */
  shutdown(options?: ShutdownOptions): void {
    const immediate = checkImmediate(options);
    const before = this.#state;
    this.#state = { name: 'shut down', immediate: immediate || (before.name === 'shut down' && before.immediate) };
    this.#surelyRoom = 0;
    if (immediate) {
      this.#unfinished.drop(this.#items.size);
      this.#items.clear();
    }
    if (before.name === 'open') {
      rejectAll(before.putters);
      rejectAll(before.getters);
    }
    if (before.name === 'open' || (immediate && !before.immediate)) {
      publish('shutDown', this);
    }
  }

  /** The queue at this moment. */
  stats(): QueueStats {
    const state = this.#state;
    const isShutDown = state.name === 'shut down';
    return {
      size: this.#items.size,
      maxSize: this.maxSize,
      unfinished: this.#unfinished.count,
      waitingGets: isShutDown ? 0 : state.getters.size,
      waitingPuts: isShutDown ? 0 : state.putters.size,
      isShutDown,
    };
  }

  /**
   * Takes item after item as `get` does, until the queue is shut down and drained; call `taskDone()` for each.
   *
   * Cancellation: leaving the loop loses nothing, since nothing is taken ahead.
   *
   * @example
   * for await (const job of queue) {
   *   await work(job);
   *   queue.taskDone();
   * }
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<T, undefined, undefined> {
    return iterate((options) => this.get(options), this);
  }

  // What happens most often stands by itself, here and in `#take`: so little is compiled into whoever calls it.
  /** Lets `item` in, or hands it to the first getter; where there is no room, the line to wait in. */
  #offer(item: T): Waiters<void, T> | undefined {
    const { size } = this.#items;
    if (size === 0 || size >= this.#surelyRoom) {
      return this.#offerAtBounds(item);
    }
    this.#letIn(item); // it is open, and nobody waits to get, since it is not empty
    return undefined;
  }

  #offerAtBounds(item: T): Waiters<void, T> | undefined {
    const state = this.#state;
    if (state.name === 'shut down') {
      throw new ShutDown();
    }
    const getter = state.getters.shift();
    if (getter !== undefined) {
      this.#unfinished.add();
      getter.resolve(item);
      publish('put', this);
      publish('get', this);
      return undefined;
    }
    if (this.#isFull()) {
      return state.putters;
    }
    this.#letIn(item);
    return undefined;
  }

  #letIn(item: T): void {
    this.#items.add(item);
    this.#unfinished.add();
    publish('put', this);
  }

  #take(): T {
    if (this.#items.size >= this.#surelyRoom) {
      return this.#takeAndAdmit();
    }
    const item = this.#items.take(); // nobody waits to put, since it is not full
    publish('get', this);
    return item;
  }

  #takeAndAdmit(): T {
    const item = this.#items.take();
    const admitted = this.#admit();
    publish('get', this);
    for (let told = 0; told < admitted; told += 1) {
      publish('put', this);
    }
    return item;
  }

  /** Fills the room from the line, and answers with how many; a putter whose item the storage refuses fails alone, and the next one is admitted. */
  #admit(): number {
    const state = this.#state;
    let admitted = 0;
    while (state.name === 'open' && !this.#isFull()) {
      const putter = state.putters.shift();
      if (putter === undefined) {
        break;
      }
      try {
        this.#items.add(putter.data);
        this.#unfinished.add();
        putter.resolve();
        admitted += 1;
      } catch (error) {
        putter.reject(error);
      }
    }
    return admitted;
  }

  #isFull(): boolean {
    return this.maxSize !== 0 && this.#items.size >= this.maxSize;
  }

  #giveBack(item: T): void {
    const state = this.#state;
    if (state.name === 'shut down' && state.immediate) {
      this.#unfinished.drop(1);
      return;
    }
    const getter = state.name === 'open' ? state.getters.shift() : undefined;
    if (getter === undefined) {
      this.#items.restore(item);
    } else {
      getter.resolve(item);
    }
    publish('giveBack', this);
  }
}

/** An error object for each. */
function rejectAll<V, D>(waiters: Waiters<V, D>): void {
  for (let waiter = waiters.shift(); waiter !== undefined; waiter = waiters.shift()) {
    waiter.reject(new ShutDown());
  }
}
