import { describeQueue, type MakeQueueOptions } from '@heddle/conformance';
import { expect, test } from 'vitest';
import { Queue } from '../src/index.ts';

describeQueue(<T>(options?: MakeQueueOptions<T>) => new Queue<T>(options), { name: 'Queue' });

test('a shutdown changes nothing about how much room there is', () => {
  const [roomy, full] = [new Queue<number>({ maxSize: 2 }), new Queue<number>({ maxSize: 1 })];
  for (const queue of [roomy, full]) {
    queue.putNowait(1);
    queue.shutdown();
  }
  expect([roomy.full(), full.full(), new Queue().full()]).toEqual([false, true, false]);
});
