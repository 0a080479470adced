import { Queue, SimpleQueue } from '@heddle/queue';
import { RemoteQueue, RemoteSimpleQueue } from '../far/remote-queue.ts';

/** What can be given to a worker by reference: a queue of this thread, or one that stands for a queue elsewhere. */
export type AnyQueue = Queue<unknown> | SimpleQueue<unknown> | RemoteQueue<unknown> | RemoteSimpleQueue<unknown>;

export function isQueue(value: unknown): value is AnyQueue {
  try {
    return (
      value instanceof Queue ||
      value instanceof SimpleQueue ||
      value instanceof RemoteQueue ||
      value instanceof RemoteSimpleQueue
    );
  } catch {
    return false; // a proxy that does not bear the question
  }
}
