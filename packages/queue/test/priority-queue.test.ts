import { describeQueue, type MakeQueueOptions } from '@heddle/conformance';
import { expect, test, vi } from 'vitest';
import { PriorityQueue } from '../src/index.ts';

describeQueue(<T>(options?: MakeQueueOptions<T>) => new PriorityQueue<T>(options), {
  name: 'PriorityQueue',
  order: 'priority',
});

test('compare must be a function', () => {
  for (const compare of [null, 'rank', 1]) {
    expect(() => new PriorityQueue({ compare: compare as never })).toThrow(TypeError);
    expect(() => new PriorityQueue({ compare: compare as never })).toThrow(/compare .*got /);
  }
  expect(new PriorityQueue({ compare: undefined }).qsize()).toBe(0);
});

test('only a put compares', () => {
  const compare = vi.fn((a: number, b: number) => a - b);
  const queue = new PriorityQueue<number>({ compare });
  for (let item = 0; item < 2_000; item += 1) {
    queue.putNowait((item * 7_919) % 2_000);
  }
  compare.mockClear();
  for (let item = 0; item < 2_000; item += 1) {
    expect(queue.getNowait()).toBe(item);
  }
  expect(compare).not.toHaveBeenCalled();
});

test('a compare that changes the queue fails its put, and the order stands', () => {
  const queue = new PriorityQueue<number>({
    compare: (a, b) => {
      if (a === 0 || b === 0) {
        queue.getNowait();
      }
      return a - b;
    },
  });
  for (const item of [3, 1, 2]) {
    queue.putNowait(item);
  }
  expect(() => queue.putNowait(0)).toThrow('Expected compare to leave the queue as it is');
  expect(queue.getNowait()).toBeGreaterThan(1);
  expect(queue.stats()).toMatchObject({ unfinished: 3 });
});
