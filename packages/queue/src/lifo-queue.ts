import type { QueueOptions } from './options.ts';
import { Queue } from './queue.ts';
import { Stack } from './storage/stack.ts';

/**
 * Last in, first out.
 *
 * @see https://docs.python.org/3/library/queue.html#queue.LifoQueue
 */
export class LifoQueue<T> extends Queue<T> {
  constructor(options?: QueueOptions) {
    super(options, new Stack());
  }
}
