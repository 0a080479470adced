import { describe } from 'vitest';
import { describeBasics } from './queue/basics.ts';
import { describeCancellation } from './queue/cancellation.ts';
import { describeIteration } from './queue/iteration.ts';
import { describeJoin } from './queue/join.ts';
import { describeOptions } from './queue/options.ts';
import { describePriority } from './queue/priority.ts';
import { describePrograms } from './queue/programs.ts';
import { describeShutdown } from './queue/shutdown.ts';
import { describeSimple } from './queue/simple.ts';
import { type DescribeQueueOptions, makeSubject, type MakeQueue, type MakeSimpleQueue } from './queue/subject.ts';
import { describeWaiting } from './queue/waiting.ts';

/**
 * States, as tests, what every queue does, wherever it lives. What is skipped is printed, with its reason.
 *
 * @param make - makes a new, empty queue
 * @param options.skips - for the title of a test or of a group, why it does not hold
 * @example
 * describeQueue(<T>(options?: MakeQueueOptions<T>) => new LifoQueue<T>(options), { name: 'LifoQueue', order: 'lifo' });
 */
export function describeQueue(make: MakeQueue, options?: DescribeQueueOptions): void;
export function describeQueue(make: MakeSimpleQueue, options: DescribeQueueOptions & { isSimple: true }): void;
export function describeQueue(make: MakeQueue | MakeSimpleQueue, options: DescribeQueueOptions = {}): void {
  const subject = makeSubject(make, options);
  const { group, close, name } = subject;
  describe(name, () => {
    group('any queue', () => describeSimple(subject));
    group('items', () => describeBasics(subject));
    group('waiting', () => describeWaiting(subject));
    group('cancellation', () => describeCancellation(subject));
    group('taskDone and join', () => describeJoin(subject));
    group('shutdown', () => describeShutdown(subject));
    group('options', () => describeOptions(subject));
    group('for await', () => describeIteration(subject));
    if (subject.order === 'priority') {
      group('priority', () => describePriority(subject));
    }
    group('random programs', () => describePrograms(subject));
    close(name);
  });
}
