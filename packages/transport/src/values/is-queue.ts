import type { Queue, SimpleQueue } from '@heddle/queue';
import { takesBack } from '@heddle/queue/parts';
import type { RemoteQueue, RemoteSimpleQueue } from '../far/remote-queue.ts';

/** What can be given to a worker by reference: a queue of this thread, or one that stands for a queue elsewhere. */
export type AnyQueue = Queue<unknown> | SimpleQueue<unknown> | RemoteQueue<unknown> | RemoteSimpleQueue<unknown>;

/** By what it does, not by its class: most workers never load those. */
export function isQueue(value: unknown): value is AnyQueue {
  try {
    return typeof value === 'object' && value !== null && takesBack(value);
  } catch {
    return false; // a proxy that does not bear the question
  }
}
