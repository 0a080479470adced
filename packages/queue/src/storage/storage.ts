/** What a queue keeps its items in; it decides which of them leaves next. */
export interface QueueStorage<T> {
  readonly size: number;
  /** Takes `item` in; if it throws, nothing has changed. */
  add(item: T): void;
  /** Takes out the item that leaves next. Only called while `size` is above 0. */
  take(): T;
  /** Takes back an item that was taken, to be the next to leave among its equals; never throws. */
  restore(item: T): void;
  clear(): void;
}
