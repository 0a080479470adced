import { describeQueue, type MakeQueueOptions } from '@heddle/conformance';
import { SharedQueue } from '../../src/shared/index.ts';
import { settle, SplitQueue } from './split-queue.ts';

describeQueue(<T>({ maxSize }: MakeQueueOptions<T> = {}) => new SharedQueue<T>({ maxSize }), {
  name: 'SharedQueue, on one thread',
});

describeQueue(<T>({ maxSize }: MakeQueueOptions<T> = {}) => new SplitQueue<T>({ maxSize }), {
  name: 'SharedQueue, across two threads',
  settle,
  fakeTimers: false,
});
