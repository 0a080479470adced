import { describe } from '@heddle/queue/waiting';
import { Future } from './future.ts';

/** The futures that `wait` or `asCompleted` was given, each once. */
// oxlint-disable-next-line typescript/no-explicit-any -- a Future of anything
export function checkFutures<F extends Future<any>>(futures: Iterable<F>): Set<F> {
  if (typeof futures !== 'object' || futures === null || typeof futures[Symbol.iterator] !== 'function') {
    throw new TypeError(`Expected futures to be an iterable of Futures, got ${describe(futures)}`);
  }
  const set = new Set(futures);
  for (const future of set) {
    if (!(future instanceof Future)) {
      throw new TypeError(`Expected futures to hold nothing but Futures, got ${describe(future)}`);
    }
  }
  return set;
}
