import { describe } from '../waiting/index.ts';
import { threadEnded, threadId } from './threads.ts';

/**
 * Says that the thread of this id has ended: what it left locked or half done in any queue that this thread is attached to is repaired.
 *
 * Only for who starts threads past `process.on('worker')`, as engines of other runtimes do; and only once the thread has ended, never before.
 *
 * @param thread - its `threadId`
 * @throws {TypeError} `thread` is no integer
 * @throws {RangeError} `thread` is this very thread
 */
export function releaseThread(thread: number): void {
  if (!Number.isInteger(thread)) {
    throw new TypeError(`Expected thread to be the id of a thread, got ${describe(thread)}`);
  }
  if (thread === threadId) {
    throw new RangeError(`Expected thread to be one that has ended, got ${thread}, which is this one`);
  }
  threadEnded(thread);
}
