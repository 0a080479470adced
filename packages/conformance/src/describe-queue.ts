import { describe, expect, test } from 'vitest';
import { describeBasics } from './describe-queue-basics.ts';
import { describeCancellation } from './describe-queue-cancellation.ts';
import { describeIteration } from './describe-queue-iteration.ts';
import { describeJoin } from './describe-queue-join.ts';
import { describeOptions } from './describe-queue-options.ts';
import { describePriority } from './describe-queue-priority.ts';
import { describePrograms } from './describe-queue-programs.ts';
import { describeShutdown } from './describe-queue-shutdown.ts';
import { type DescribeQueueOptions, makeSubject, type MakeQueue } from './describe-queue-subject.ts';
import { describeWaiting } from './describe-queue-waiting.ts';

/**
 * States, as tests, what every queue does, wherever it lives.
 *
 * @param make - makes a new, empty queue
 * @example
 * describeQueue('Queue', <T>(options?: MakeQueueOptions<T>) => new Queue<T>(options), { order: 'fifo' });
 */
export function describeQueue(name: string, make: MakeQueue, options: DescribeQueueOptions): void {
  describe(name, () => {
    const subject = makeSubject(make, options);
    describe('items', () => describeBasics(subject));
    describe('waiting', () => describeWaiting(subject));
    describe('cancellation', () => describeCancellation(subject));
    describe('taskDone and join', () => describeJoin(subject));
    describe('shutdown', () => describeShutdown(subject));
    describe('options', () => describeOptions(subject));
    describe('for await', () => describeIteration(subject));
    if (options.order === 'priority') {
      describe('priority', () => describePriority(subject));
    }
    describe('random programs', () => describePrograms(subject));
    test('every skip names a test', () => {
      expect(subject.unused()).toEqual([]);
    });
  });
}
