import { checkBoolean } from '@heddle/futures/executor';
import type { QueueLike, QueueStats, ShutdownOptions, SimpleQueueLike, WaitOptions } from '@heddle/queue';
import { aQueueCannotBeCloned, iterate, onGiveBack } from '@heddle/queue/parts';
import { checkOptions, checkWaitOptions } from '@heddle/queue/waiting';
import type { QueueQuestion, WireQueue } from '../values/wire-queue.ts';

/** Asks the queue, where that is; the promise is the answer. */
export type AskQueue = (question: QueueQuestion, signal?: AbortSignal) => Promise<unknown>;

/** What both kinds have in common. Options and signals are looked at here, as a queue does, and before it is asked. */
abstract class Remote<T> implements AsyncIterable<T> {
  static {
    onGiveBack<Remote<unknown>>(this.prototype, (queue, item) => {
      void queue.#ask({ method: 'giveBack', item });
    });
    // What `console.log` shows.
    Object.defineProperty(this.prototype, Symbol.for('nodejs.util.inspect.custom'), {
      value(this: Remote<unknown>): string {
        return `${this.constructor.name} of a ${this.#className}`;
      },
    });
  }

  protected readonly cannotBeCloned: () => void = aQueueCannotBeCloned;
  readonly #ask: AskQueue;
  readonly #className: string;

  constructor(wire: WireQueue, ask: AskQueue) {
    this.#className = wire.className;
    this.#ask = ask;
  }

  /** How many items are in it. */
  qsize(): Promise<number> {
    return this.ask({ method: 'qsize' }) as Promise<number>;
  }

  /** Whether no item is in it. */
  empty(): Promise<boolean> {
    return this.ask({ method: 'empty' }) as Promise<boolean>;
  }

  /**
   * Takes the next item, waiting until there is one.
   *
   * Cancellation: on abort it rejects at once, and on abort or timeout no item is lost: one that is on its way goes back to the front.
   *
   * @param options.timeout - how long to wait, in milliseconds; without it, for ever. The queue's own clock decides
   * @throws {Empty} the timeout passed first
   * @throws {ShutDown} the queue is shut down and drained, or was while this waited
   * @throws {TransferError} the next item cannot cross; it stays in the queue
   */
  get(options?: WaitOptions): Promise<T> {
    return this.askAndWait(options, (timeout) => ({ method: 'get', timeout })) as Promise<T>;
  }

  /**
   * Takes the next item if there is one as the question arrives.
   *
   * @throws {Empty} there is none
   * @throws {ShutDown} the queue is shut down and drained
   * @throws {TransferError} the item cannot cross; it stays in the queue
   */
  getNowait(): Promise<T> {
    return this.ask({ method: 'getNowait' }) as Promise<T>;
  }

  /** Takes item after item as `get` does; nothing is taken ahead, and leaving the loop loses nothing. */
  [Symbol.asyncIterator](): AsyncIterableIterator<T, undefined, undefined> {
    return iterate((options) => this.get(options));
  }

  protected ask(question: QueueQuestion): Promise<unknown> {
    return this.#ask(question);
  }

  /** Options first, then the signal, then the queue. */
  protected askAndWait(
    options: WaitOptions | undefined,
    question: (timeout: number | undefined) => QueueQuestion,
  ): Promise<unknown> {
    try {
      const { timeout, signal } = checkWaitOptions(options);
      return signal?.aborted === true ? Promise.reject(signal.reason) : this.#ask(question(timeout), signal);
    } catch (error) {
      return Promise.reject(error);
    }
  }
}

/** A `SimpleQueue` that is on another thread or process: the same methods, each answer a promise. */
export class RemoteSimpleQueue<T> extends Remote<T> implements SimpleQueueLike<T> {
  /** Puts an item in. */
  async put(item: T): Promise<void> {
    await this.ask({ method: 'put', item, timeout: undefined });
  }
}

/** A `Queue`, `LifoQueue` or `PriorityQueue` that is on another thread or process: the same methods, each answer a promise. */
export class RemoteQueue<T> extends Remote<T> implements QueueLike<T> {
  /** How many items may be in it; 0: any number. */
  readonly maxSize: number;

  constructor(wire: WireQueue, ask: AskQueue) {
    super(wire, ask);
    this.maxSize = wire.maxSize;
  }

  /** Whether it has no room. */
  full(): Promise<boolean> {
    return this.ask({ method: 'full' }) as Promise<boolean>;
  }

  /**
   * Puts an item in, waiting until there is room.
   *
   * Cancellation: it settles as the queue says, a message there and back after the abort. If it rejects, the item is not in the queue, and never will be.
   *
   * @param options.timeout - how long to wait, in milliseconds; without it, for ever
   * @throws {Full} the timeout passed first
   * @throws {ShutDown} the queue is shut down, or was while this waited
   * @throws {TransferError} the item cannot cross
   */
  async put(item: T, options?: WaitOptions): Promise<void> {
    await this.askAndWait(options, (timeout) => ({ method: 'put', item, timeout }));
  }

  /**
   * Puts an item in if there is room as it arrives.
   *
   * @throws {Full} there is none
   * @throws {ShutDown} the queue is shut down
   */
  async putNowait(item: T): Promise<void> {
    await this.ask({ method: 'putNowait', item });
  }

  /**
   * Says that an item which was taken is dealt with.
   *
   * @throws {TaskDoneError} it was called more often than there were items
   */
  async taskDone(): Promise<void> {
    await this.ask({ method: 'taskDone' });
  }

  /**
   * Waits until every item that was put in is dealt with, by `taskDone()`.
   *
   * @throws {TimeoutError} the timeout passed first
   */
  async join(options?: WaitOptions): Promise<void> {
    await this.askAndWait(options, (timeout) => ({ method: 'join', timeout }));
  }

  /** Closes the queue, for everybody: every later or waiting `put` fails with `ShutDown`, and so does `get` once it is drained. */
  async shutdown(options?: ShutdownOptions): Promise<void> {
    if (options !== undefined) {
      checkOptions(options);
    }
    const { immediate = false } = options ?? {};
    checkBoolean('immediate', immediate);
    await this.ask({ method: 'shutdown', immediate: immediate === true });
  }

  /** The queue as it was when the question arrived. */
  stats(): Promise<QueueStats> {
    return this.ask({ method: 'stats' }) as Promise<QueueStats>;
  }
}
