import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
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

describe('with the timers of the host', () => {
  beforeEach(() => {
    vi.useRealTimers();
  });

  const passed = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      startTimer(ms, resolve);
    });

  test('however many wait share one timer, which is gone with them', () => {
    const count = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = count();
    const stops = Array.from({ length: 100 }, (_, index) => startTimer(60_000 + index, () => {}));
    expect(count()).toBe(before + 1);
    for (const stop of stops) {
      stop();
    }
    expect(count()).toBe(before);
  });

  test('fake timers that come meanwhile change nothing for those who wait', async () => {
    const waits = [passed(1), passed(2), passed(3)];
    vi.useFakeTimers();
    await Promise.all(waits);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('neither do those that are gone before the time has passed', async () => {
    vi.useFakeTimers();
    const fn = vi.fn();
    startTimer(1, fn);
    const stop = startTimer(1, fn);
    vi.useRealTimers();
    await passed(1);
    stop();
    expect(fn).not.toHaveBeenCalled();
  });

  test('a clock that stands still stops no timer', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    await passed(1);
  });

  test('everyone is told in no asynchronous context', async () => {
    const storage = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const see = (ms: number, resolve: () => void): void => {
      startTimer(ms, () => {
        seen.push(storage.getStore());
        resolve();
      });
    };
    await new Promise<void>((resolve) => {
      storage.run('one', see, 2, resolve);
      storage.run('other', see, 1, () => {});
    });
    expect(seen).toEqual([undefined, undefined]);
  });
});
