import { expect, test } from 'vitest';
import { giveBack } from '../src/give-back.ts';
import { LifoQueue, PriorityQueue, Queue, SimpleQueue } from '../src/index.ts';

test.each([
  ['Queue', new Queue<number>(), [1, 2]],
  ['LifoQueue', new LifoQueue<number>(), [2, 1]],
  ['PriorityQueue', new PriorityQueue<number>(), [1, 2]],
])('what is given back to a %s is the next to leave', (_, queue, order) => {
  queue.putNowait(1);
  queue.putNowait(2);
  giveBack(queue, queue.getNowait());
  expect([queue.getNowait(), queue.getNowait()]).toEqual(order);
  expect(queue.stats()).toMatchObject({ size: 0, unfinished: 2 });
});

test('it takes no room, and nobody is let in for it', async () => {
  const queue = new Queue<number>({ maxSize: 1 });
  queue.putNowait(1);
  const waiting = queue.put(2);
  const taken = queue.getNowait();
  await waiting;
  const third = queue.put(3);
  giveBack(queue, taken);
  expect(queue.stats()).toMatchObject({ size: 2, unfinished: 2, waitingPuts: 1 });
  expect([queue.getNowait(), queue.getNowait(), await third, queue.getNowait()]).toEqual([1, 2, undefined, 3]);
});

test('it goes to the get that waits', async () => {
  for (const queue of [new Queue<number>(), new SimpleQueue<number>()]) {
    const get = queue.get();
    giveBack(queue, 1);
    expect(await get).toBe(1);
    giveBack(queue, 2);
    expect(queue.getNowait()).toBe(2);
  }
});

test('after a shutdown it can be drained; after an immediate one it counts as done', async () => {
  const queue = new Queue<number>();
  queue.putNowait(1);
  queue.putNowait(2);
  const [one, two] = [queue.getNowait(), queue.getNowait()];
  queue.shutdown();
  giveBack(queue, one);
  expect(queue.getNowait()).toBe(1);
  queue.taskDone();
  const joined = queue.join();
  queue.shutdown({ immediate: true });
  queue.shutdown();
  giveBack(queue, two);
  await joined;
  expect(queue.stats()).toMatchObject({ size: 0, unfinished: 0 });
});

test('what is no queue takes nothing back', () => {
  expect(() => {
    giveBack({ get: async () => 1 }, 1);
  }).toThrow(TypeError);
});
