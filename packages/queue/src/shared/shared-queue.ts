// Longer than most: a queue's whole contract, twice (for those who wait and those who block), most of it doc comments. The work is done in seat.ts.
import { aQueueCannotBeCloned } from '../cannot-be-cloned.ts';
import { Empty, Full, ShutDown, TimeoutError } from '../errors.ts';
import { makeInspectable } from '../inspect.ts';
import { iterate } from '../iterate.ts';
import { lateGet, latePut } from '../late.ts';
import { checkImmediate, checkMaxSize, type ShutdownOptions } from '../options.ts';
import type { QueueLike, QueueStats } from '../queue-like.ts';
import { checkWaitOptions, type WaitOptions } from '../waiting/index.ts';
import { type Codec, type CodecName, makeCoder } from './codec.ts';
import { checkHandle, type SharedQueueHandle } from './handle.ts';
import { checkCapacity, createMemory, openMemory } from './layout.ts';
import type { Coder } from './record.ts';
import { longPatience, type Seat } from './seat.ts';
import { takeSeat } from './seats.ts';
import { threadId } from './threads.ts';

/** What a shared queue is made with. */
export interface SharedQueueOptions<T> {
  /** Bytes that its items may take, rounded up to a power of two; 1 MiB by default. An item takes 4 more than its codec makes of it, and is padded to a multiple of 4. */
  capacity?: number | undefined;
  /** How many items may be in it; 0, the default: any number that the capacity holds. */
  maxSize?: number | undefined;
  /** What turns items into bytes and back; `'structured'` by default: what structured clone carries. */
  codec?: CodecName | Codec<T> | undefined;
}

/** How a blocking call waits. */
export interface SyncWaitOptions {
  /** Milliseconds; without it, for ever. 0 does not wait at all. */
  timeout?: number | undefined;
}

const defaultCapacity = 2 ** 20;

/** What `attach` passes to the constructor. */
class Attachment<T> implements SharedQueueOptions<T> {
  readonly handle: SharedQueueHandle;
  readonly codec: CodecName | Codec<T> | undefined;

  constructor(handle: SharedQueueHandle, codec: CodecName | Codec<T> | undefined) {
    this.handle = handle;
    this.codec = codec;
  }
}

/**
 * First in, first out, in shared memory: between any number of producers and consumers, on any thread, without messages.
 *
 * Each thread attaches its own object to the `handle`. What one producer puts in leaves in the order it put it.
 *
 * @example
 * const queue = new SharedQueue<Job>();
 * new Worker(file, { workerData: queue.handle }); // and there: SharedQueue.attach<Job>(workerData)
 * await queue.put(job);
 * @see https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Queue
 */
export class SharedQueue<T> implements QueueLike<T> {
  static {
    makeInspectable(this.prototype, (queue) => queue.stats());
  }

  /** What `postMessage` and `workerData` carry to another thread, for {@link SharedQueue.attach}. */
  readonly handle: SharedQueueHandle;
  /** How many items may be in it; 0: any number that the capacity holds. */
  readonly maxSize: number;
  /** How many bytes its items may take. */
  readonly capacity: number;
  protected readonly cannotBeCloned: () => void = aQueueCannotBeCloned;
  readonly #seat: Seat;
  readonly #coder: Coder<T>;

  /**
   * @param options.capacity - bytes that its items may take, rounded up to a power of two; 1 MiB by default
   * @param options.maxSize - how many items may be in it; 0, the default: any number that the capacity holds
   * @param options.codec - `'structured'` (the default), `'json'`, `'bytes'`, or an object with `encode` and `decode`
   * @throws {TypeError} an option has a wrong type
   * @throws {RangeError} `maxSize` or `capacity` is out of range
   */
  constructor(options?: SharedQueueOptions<T>) {
    if (options instanceof Attachment) {
      this.handle = options.handle;
      this.#coder = makeCoder(options.codec);
      this.#seat = takeSeat(openMemory(options.handle.memory));
    } else {
      const maxSize = checkMaxSize(options);
      const { capacity = defaultCapacity, codec = 'structured' } = options ?? {};
      const bytes = checkCapacity(capacity);
      this.#coder = makeCoder(codec);
      this.#seat = takeSeat(createMemory(bytes, maxSize, threadId));
      const name = typeof codec === 'string' ? codec : 'custom';
      this.handle = { type: 'heddle.SharedQueue', memory: this.#seat.memory.buffer, codec: name };
    }
    this.maxSize = this.#seat.memory.maxSize;
    this.capacity = this.#seat.memory.capacity;
  }

  /**
   * The queue of `handle`, on this thread.
   *
   * @param options.codec - the codec that the queue was made with, where that is the user's own
   * @throws {TypeError} `handle` is none, or the codec is missing
   * @example
   * const queue = SharedQueue.attach<Job>(workerData);
   */
  static attach<T>(handle: SharedQueueHandle, options?: { codec?: Codec<T> | undefined }): SharedQueue<T> {
    const checked = checkHandle(handle);
    return new SharedQueue<T>(new Attachment(checked, checked.codec === 'custom' ? options?.codec : checked.codec));
  }

  /** How many items are in it. */
  qsize(): number {
    return this.#seat.size;
  }

  /** Whether no item is in it. */
  empty(): boolean {
    return this.#seat.size === 0;
  }

  /** Whether it has no room, not even for the smallest item. */
  full(): boolean {
    return this.#seat.isFull;
  }

  /**
   * Puts an item in, waiting until there is room. It is encoded at once: what happens to it later does not matter.
   *
   * Cancellation: on abort or timeout the item is not in the queue, and never will be.
   *
   * @param options.timeout - how long to wait, in milliseconds; without it, for ever
   * @throws {Full} the timeout passed first
   * @throws {ShutDown} the queue is shut down, or was while this waited
   * @throws {RangeError} the item is larger than the queue
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
      if (checked.timeout === 0) {
        this.putNowait(item);
        return Promise.resolve();
      }
      const length = this.#encode(item);
      if (this.#offer(length)) {
        return Promise.resolve();
      }
      const bytes = this.#copyEncoded(length);
      const done = this.#seat.putters.wait(checked, latePut, { bytes, length });
      this.#seat.waitForCall();
      return done;
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
      if (checked.timeout === 0) {
        return Promise.resolve(this.getNowait());
      }
      const taken = this.#take();
      if (taken !== undefined) {
        return Promise.resolve(taken.item);
      }
      const item = this.#seat.getters.wait(checked, lateGet, this.#coder);
      this.#seat.waitForCall();
      return item as Promise<T>;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * Puts an item in if there is room now.
   *
   * @throws {Full} there is none
   * @throws {ShutDown} the queue is shut down
   * @throws {RangeError} the item is larger than the queue
   * @see https://docs.python.org/3/library/queue.html#queue.Queue.put_nowait
   */
  putNowait(item: T): void {
    if (!this.#offer(this.#encode(item), longPatience)) {
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
    const taken = this.#take(longPatience);
    if (taken === undefined) {
      throw new Empty();
    }
    return taken.item;
  }

  /**
   * Puts an item in, blocking the thread until there is room.
   *
   * @param options.timeout - how long to wait, in milliseconds; without it, for ever
   * @throws {Full} the timeout passed first
   * @throws {ShutDown} the queue is shut down, or was while this waited
   * @throws {RangeError} the item is larger than the queue
   * @throws {TypeError} it would have to wait, on a thread that may not block (the main thread of a browser)
   */
  putSync(item: T, options?: SyncWaitOptions): void {
    const { timeout = Infinity } = checkWaitOptions(options);
    if (timeout === 0) {
      this.putNowait(item);
      return;
    }
    const length = this.#encode(item);
    if (this.#offer(length)) {
      return;
    }
    const deadline = performance.now() + timeout;
    // A copy: those who are served while this waits encode and decode too.
    const bytes = this.#copyEncoded(length);
    if (this.#seat.block('put', deadline, () => this.#offerBytes(bytes, length) || undefined) === undefined) {
      throw latePut();
    }
  }

  /**
   * Takes the next item, blocking the thread until there is one.
   *
   * @param options.timeout - how long to wait, in milliseconds; without it, for ever
   * @throws {Empty} the timeout passed first
   * @throws {ShutDown} the queue is shut down and drained, or was while this waited
   * @throws {TypeError} it would have to wait, on a thread that may not block (the main thread of a browser)
   */
  getSync(options?: SyncWaitOptions): T {
    const { timeout = Infinity } = checkWaitOptions(options);
    if (timeout === 0) {
      return this.getNowait();
    }
    const taken = this.#take() ?? this.#seat.block('get', performance.now() + timeout, () => this.#take());
    if (taken === undefined) {
      throw lateGet();
    }
    return taken.item;
  }

  /**
   * Says that an item which was taken is dealt with; the last one wakes who waits in `join()`, on every thread.
   *
   * @throws {TaskDoneError} it was called more often than there were items
   * @see https://docs.python.org/3/library/queue.html#queue.Queue.task_done
   */
  taskDone(): void {
    this.#seat.taskDone();
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
    try {
      const checked = checkWaitOptions(options);
      if (checked.signal?.aborted === true) {
        return Promise.reject(checked.signal.reason);
      }
      const { zeros } = this.#seat; // before the look: it may come to 0 right after
      if (this.#seat.unfinished === 0) {
        return Promise.resolve();
      }
      if (checked.timeout === 0) {
        return Promise.reject(this.#lateJoin());
      }
      const done = this.#seat.joiners.wait(checked, () => this.#lateJoin(), zeros);
      this.#seat.waitForCall();
      return done;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * Closes the queue on every thread: every later or waiting `put` fails with `ShutDown`, and so does `get` once it is drained.
   *
   * @param options.immediate - also drop what is in it, and count that as done
   * @see https://docs.python.org/3/library/queue.html#queue.Queue.shutdown
   */
  shutdown(options?: ShutdownOptions): void {
    this.#seat.shutDown(checkImmediate(options));
  }

  /** The queue now; who waits is counted on all threads. They go on while it is read, so its figures may be of moments close together. */
  stats(): QueueStats {
    const { size, unfinished, waitingGets, waitingPuts, isShutDown } = this.#seat;
    return { size, maxSize: this.maxSize, unfinished, waitingGets, waitingPuts, isShutDown };
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
    return iterate((options) => this.get(options));
  }

  /** @throws {ShutDown} before the item is looked at */
  #encode(item: T): number {
    if (this.#seat.isShutDown) {
      throw new ShutDown();
    }
    const length = this.#coder.encode(item);
    const { longest } = this.#seat;
    if (length > longest) {
      throw new RangeError(
        `Expected an item of at most ${longest} bytes, what a queue of capacity ${this.capacity} holds, got one of ${length} bytes`,
      );
    }
    return length;
  }

  /** Not by `slice`, which of a Node.js `Buffer` copies nothing. */
  #copyEncoded(length: number): Uint8Array {
    return new Uint8Array(this.#coder.encoded.subarray(0, length));
  }

  /** Whether what was encoded is in. */
  #offer(length: number, patience?: number): boolean {
    return this.#offerBytes(this.#coder.encoded, length, patience);
  }

  #offerBytes(bytes: Uint8Array, length: number, patience?: number): boolean {
    const put = this.#seat.tryPut(bytes, length, patience);
    if (put === 'shut down') {
      throw new ShutDown();
    }
    return put === 'put';
  }

  /** The next item, in a box, if there is one. */
  #take(patience?: number): { item: T } | undefined {
    const taken = this.#seat.tryTake(this.#coder, patience);
    if (taken === 'shut down') {
      throw new ShutDown();
    }
    return typeof taken === 'object' ? (taken as { item: T }) : undefined;
  }

  #lateJoin(): TimeoutError {
    return new TimeoutError(
      `Expected every item to be done within the timeout, got ${this.#seat.unfinished} unfinished`,
    );
  }
}
