import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { LifoQueue, PriorityQueue, Queue } from '../src/index.ts';

test.each([Queue, LifoQueue, PriorityQueue])('inspect shows what stats() answers: %o', (AnyQueue) => {
  const queue = new AnyQueue<string>({ maxSize: 1 });
  queue.putNowait('item');
  void queue.put('waits');
  expect(inspect(queue, { breakLength: Infinity, compact: true })).toBe(
    `${AnyQueue.name} { size: 1, maxSize: 1, unfinished: 1, waitingGets: 0, waitingPuts: 1, isShutDown: false }`,
  );
  expect(inspect({ deep: { queue } }, { depth: 1 })).toBe(`{ deep: { queue: [${AnyQueue.name}] } }`);
});
