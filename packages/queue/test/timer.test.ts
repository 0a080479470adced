import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTimer } from '../src/waiting/index.ts';

const longest = 2 ** 31 - 1;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test.each([1, 1_000, longest, longest + 1, 2 * longest, 2 * longest + 5])('fires once, after %d ms', (ms) => {
  const fn = vi.fn();
  startTimer(ms, fn);
  vi.advanceTimersByTime(ms - 1);
  expect(fn).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(fn).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('Infinity never fires, and stays armed', () => {
  const fn = vi.fn();
  const stop = startTimer(Infinity, fn);
  vi.advanceTimersByTime(5 * longest);
  expect(fn).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(1);
  stop();
  expect(vi.getTimerCount()).toBe(0);
});

test.each([10, longest + 10])('stopped, %d ms fire never', (ms) => {
  const fn = vi.fn();
  const stop = startTimer(ms, fn);
  vi.advanceTimersByTime(ms - 1);
  stop();
  stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(2 * longest);
  expect(fn).not.toHaveBeenCalled();
});
