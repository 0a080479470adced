import { getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { Empty, SimpleQueue } from '../src/index.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('items leave in the order they came', async () => {
  const queue = new SimpleQueue<number>();
  expect([queue.qsize(), queue.empty()]).toEqual([0, true]);
  for (let item = 0; item < 100; item += 1) {
    expect(queue.put(item)).toBeUndefined();
  }
  expect([queue.qsize(), queue.empty()]).toEqual([100, false]);
  expect(await queue.get()).toBe(0);
  expect(queue.getNowait()).toBe(1);
  expect(queue.qsize()).toBe(98);
});

test('gets are served first come, first served, and none is overtaken', async () => {
  const queue = new SimpleQueue<number>();
  const gets = [queue.get(), queue.get()];
  queue.put(1);
  queue.put(2);
  const third = queue.get();
  expect(queue.empty()).toBe(true);
  expect(() => queue.getNowait()).toThrow(Empty);
  queue.put(3);
  expect(await Promise.all([...gets, third])).toEqual([1, 2, 3]);
});

test('a wait that ends early leaves no trace', async () => {
  vi.useFakeTimers();
  const queue = new SimpleQueue<number>();
  const controller = new AbortController();
  const { signal } = controller;
  const late = expect(queue.get({ timeout: 10 })).rejects.toBeInstanceOf(Empty);
  const aborted = expect(queue.get({ timeout: 20, signal })).rejects.toBe('enough');
  vi.advanceTimersByTime(10);
  controller.abort('enough');
  await Promise.all([late, aborted]);
  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  queue.put(1);
  expect(queue.getNowait()).toBe(1);
});

test('options first, then the signal, then the queue', async () => {
  const queue = new SimpleQueue<number>();
  queue.put(1);
  const signal = AbortSignal.abort('aborted');
  await expect(queue.get(null as never)).rejects.toBeInstanceOf(TypeError);
  await expect(queue.get({ signal, timeout: NaN })).rejects.toBeInstanceOf(RangeError);
  await expect(queue.get({ signal })).rejects.toBe('aborted');
  expect(await queue.get({ timeout: 0 })).toBe(1);
  await expect(queue.get({ timeout: 0 })).rejects.toBeInstanceOf(Empty);
});

test('a loop takes nothing ahead, and leaving it loses nothing', async () => {
  const queue = new SimpleQueue<number>();
  queue.put(1);
  queue.put(2);
  for await (const item of queue) {
    expect(item).toBe(1);
    break;
  }
  const iterator = queue[Symbol.asyncIterator]();
  expect(await iterator.next()).toEqual({ done: false, value: 2 });
  const pending = iterator.next();
  await iterator.return?.();
  expect(await pending).toEqual({ done: true, value: undefined });
  queue.put(3);
  expect(queue.getNowait()).toBe(3);
});

test('inspect shows its state', () => {
  const queue = new SimpleQueue<number>();
  queue.put(1);
  expect(inspect(queue)).toBe('SimpleQueue { size: 1, waitingGets: 0 }');
});
