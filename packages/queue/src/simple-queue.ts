import { aQueueCannotBeCloned } from './cannot-be-cloned.ts';
import { Empty } from './errors.ts';
import { onGiveBack } from './give-back.ts';
import { makeInspectable } from './inspect.ts';
import { iterate } from './iterate.ts';
import { lateGet } from './late.ts';
import { publish } from './queue-events.ts';
import type { SimpleQueueLike } from './queue-like.ts';
import { Ring } from './storage/ring.ts';
import { checkWaitOptions, Waiters, type WaitOptions } from './waiting/index.ts';

/**
 * First in, first out, unbounded, without the bookkeeping of `Queue`: no `taskDone`, `join` or `shutdown`.
 *
 * @see https://docs.python.org/3/library/queue.html#queue.SimpleQueue
 */
export class SimpleQueue<T> implements SimpleQueueLike<T> {
  static {
    makeInspectable(this.prototype, (queue) => ({ size: queue.qsize(), waitingGets: queue.#getters.size }));
    onGiveBack<SimpleQueue<unknown>>(this.prototype, (queue, item) => {
      const getter = queue.#getters.shift();
      if (getter === undefined) {
        queue.#items.restore(item);
      } else {
        getter.resolve(item);
      }
      publish('giveBack', queue);
    });
  }

  protected readonly cannotBeCloned: () => void = aQueueCannotBeCloned;
  readonly #items = new Ring<T>();
  /** They wait only while there are no items. */
  readonly #getters: Waiters<T> = new Waiters();

  /** How many items are in it. */
  qsize(): number {
    return this.#items.size;
  }

  /** Whether no item is in it. */
  empty(): boolean {
    return this.#items.size === 0;
  }

  /** Puts an item in, or hands it to the first `get` that waits. */
  put(item: T): void {
    const getter = this.#getters.shift();
    if (getter === undefined) {
      this.#items.add(item);
      publish('put', this);
    } else {
      getter.resolve(item);
      publish('put', this);
      publish('get', this);
    }
  }

  /**
   * Takes the oldest item, waiting until there is one.
   *
   * Cancellation: on abort or timeout no item is taken.
   *
   * @param options.timeout - how long to wait, in milliseconds; without it, for ever
   * @throws {Empty} the timeout passed first
   * @example
   * const job = await queue.get({ timeout: 1_000 });
   * @see https://docs.python.org/3/library/queue.html#queue.SimpleQueue.get
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
      if (checked.timeout === 0) {
        return Promise.reject(new Empty());
      }
      return this.#getters.wait(checked, lateGet, undefined);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * Takes the oldest item if there is one now.
   *
   * @throws {Empty} there is none
   */
  getNowait(): T {
    if (this.#items.size === 0) {
      throw new Empty();
    }
    return this.#take();
  }

  #take(): T {
    const item = this.#items.take();
    publish('get', this);
    return item;
  }

  /** Takes item after item as `get` does; it never ends by itself. */
  [Symbol.asyncIterator](): AsyncIterableIterator<T, undefined, undefined> {
    return iterate((options) => this.get(options), this);
  }
}
