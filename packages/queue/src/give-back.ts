const method = Symbol.for('heddle.queue.giveBack');

/**
 * Gives back, to the front of its queue, an item that was taken for somebody who never received it (a worker that died, say).
 *
 * It goes to the first `get` that waits; it takes no room, and is unfinished as before. A queue that was shut down with `immediate` drops it, and counts it as done.
 *
 * @throws {TypeError} `queue` is no queue of this package
 */
export function giveBack<T>(queue: { get(): Promise<T> }, item: T): void {
  const take: unknown = Reflect.get(queue, method);
  if (typeof take !== 'function') {
    throw new TypeError('Expected queue to be a Queue or a SimpleQueue, got something else');
  }
  take.call(queue, item);
}

/** Says how the queues of a class take an item back. */
export function onGiveBack<Q extends { get(): Promise<unknown> }>(
  prototype: Q,
  take: (queue: Q, item: Awaited<ReturnType<Q['get']>>) => void,
): void {
  Object.defineProperty(prototype, method, {
    value(this: Q, item: Awaited<ReturnType<Q['get']>>): void {
      take(this, item);
    },
  });
}

/** Whether items can be given back to it: whether it is a queue, or stands for one that is elsewhere. */
export function takesBack(value: object): boolean {
  return typeof Reflect.get(value, method) === 'function';
}
