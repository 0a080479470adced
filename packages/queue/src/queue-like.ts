import type { WaitOptions } from './waiting/index.ts';

/** A queue at one moment. */
export interface QueueStats {
  /** Items that are in it. */
  size: number;
  /** How many may be in it; 0: any number. */
  maxSize: number;
  /** Items put in and not yet acknowledged with `taskDone()`. */
  unfinished: number;
  /** `get`s that wait for an item. */
  waitingGets: number;
  /** `put`s that wait for room. */
  waitingPuts: number;
  isShutDown: boolean;
}

/** What a `SimpleQueue` can do, wherever it lives: its methods, each answer perhaps a promise. Every other queue can do it too. */
export interface SimpleQueueLike<T> extends AsyncIterable<T> {
  qsize(): number | Promise<number>;
  empty(): boolean | Promise<boolean>;
  put(item: T): void | Promise<void>;
  get(options?: WaitOptions): Promise<T>;
  getNowait(): T | Promise<T>;
}

/**
 * What any queue can do, wherever it lives: on this thread, in shared memory, on another thread or process.
 *
 * The methods of `Queue`, each answer perhaps a promise; code that is to run anywhere awaits each call.
 */
export interface QueueLike<T> extends SimpleQueueLike<T> {
  full(): boolean | Promise<boolean>;
  put(item: T, options?: WaitOptions): Promise<void>;
  putNowait(item: T): void | Promise<void>;
  taskDone(): void | Promise<void>;
  join(options?: WaitOptions): Promise<void>;
  shutdown(options?: { immediate?: boolean | undefined }): void | Promise<void>;
  stats(): QueueStats | Promise<QueueStats>;
}
