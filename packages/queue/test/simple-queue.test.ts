import { getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import { describeQueue } from '@heddle/conformance';
import { afterEach, expect, test, vi } from 'vitest';
import { Empty, SimpleQueue } from '../src/index.ts';

afterEach(() => {
  vi.useRealTimers();
});

describeQueue(() => new SimpleQueue(), { name: 'SimpleQueue', isSimple: true });

test('put returns at once', () => {
  expect(new SimpleQueue<number>().put(1)).toBeUndefined();
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

test('inspect shows its state', () => {
  const queue = new SimpleQueue<number>();
  queue.put(1);
  expect(inspect(queue)).toBe('SimpleQueue { size: 1, waitingGets: 0 }');
});
