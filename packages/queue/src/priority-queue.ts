import { checkCompare, type QueueOptions } from './options.ts';
import { Queue } from './queue.ts';
import { SortedChunks } from './storage/sorted-chunks.ts';

/** What a priority queue is made with. */
export interface PriorityQueueOptions<T> extends QueueOptions {
  /** Below 0 where `a` is to leave before `b`; without it, where `a < b`. */
  compare?: ((a: T, b: T) => number) | undefined;
}

/**
 * Lowest first; equal items leave in the order they came.
 *
 * A `compare` that throws fails the `put` that called it, and leaves the queue as it was.
 *
 * @example
 * const queue = new PriorityQueue<Job>({ compare: (a, b) => a.priority - b.priority });
 * @see https://docs.python.org/3/library/queue.html#queue.PriorityQueue
 */
export class PriorityQueue<T> extends Queue<T> {
  constructor(options?: PriorityQueueOptions<T>) {
    const compare = checkCompare(options);
    super(options, new SortedChunks(compare === undefined ? isLess : (a, b) => compare(a, b) < 0));
  }
}

function isLess<T>(a: T, b: T): boolean {
  return a < b;
}
