import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Waiter, Waiters } from '../src/waiting/index.ts';
import { Seats } from '../src/waiting/seats.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const never = (): Error => new Error('not expected to time out');

test('served in the order they came, each with its value', async () => {
  const waiters = new Waiters<string, number>();
  const promises = [1, 2, 3].map((data) => waiters.wait({}, never, data));
  expect(waiters.size).toBe(3);
  expect(waiters.first?.data).toBe(1);
  for (const expected of [1, 2, 3]) {
    const waiter = waiters.shift();
    expect(waiter?.data).toBe(expected);
    waiter?.resolve(`for ${expected}`);
  }
  expect(waiters.shift()).toBeUndefined();
  expect(await Promise.all(promises)).toEqual(['for 1', 'for 2', 'for 3']);
});

test('whoever is served has neither timer nor listener any more', async () => {
  const waiters = new Waiters<void>();
  const { signal } = new AbortController();
  const wait = waiters.wait({ timeout: 10, signal }, never, undefined);
  expect(vi.getTimerCount()).toBe(1);
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  waiters.shift()?.resolve();
  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  await wait;
});

test('whoever times out has left the line and the signal', async () => {
  const waiters = new Waiters<void>();
  const { signal } = new AbortController();
  const late = new Error('late');
  const failed = expect(waiters.wait({ timeout: 10, signal }, () => late, undefined)).rejects.toBe(late);
  vi.advanceTimersByTime(10);
  expect(waiters.size).toBe(0);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  await failed;
});

test('whoever is aborted has left the line and stopped the timer', async () => {
  const waiters = new Waiters<void>();
  const controller = new AbortController();
  const wait = waiters.wait({ timeout: 10, signal: controller.signal }, never, undefined);
  controller.abort('enough');
  expect(waiters.size).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
  await expect(wait).rejects.toBe('enough');
});

test('one can be taken out of the middle, once, and only out of its own line', () => {
  const waiters = new Waiters<void, string>();
  const others = new Waiters<void, string>();
  const joined = vi.spyOn(Seats.prototype, 'add');
  void waiters.wait({}, never, 'first');
  void waiters.wait({ timeout: 10 }, never, 'second');
  const [first, second] = joined.mock.calls.map(([node]) => node as Waiter<void, string>);
  joined.mockRestore();
  expect(others.remove(second!)).toBe(false);
  expect(vi.getTimerCount()).toBe(1);
  expect(waiters.remove(second!)).toBe(true);
  expect(waiters.remove(second!)).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
  expect(waiters.first).toBe(first);
  expect(waiters.size).toBe(1);
});
