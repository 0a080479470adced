import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Queue } from '../src/index.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function listeners(signal: AbortSignal): number {
  return getEventListeners(signal, 'abort').length;
}

/** A put, a get and a join that wait, each with a timeout of its own and the same signal. */
function waitEverywhere(signal: AbortSignal): { queues: Queue<number>[]; settled: Promise<unknown> } {
  const full = new Queue<number>({ maxSize: 1 });
  const empty = new Queue<number>();
  full.putNowait(1);
  const waits = [
    full.put(2, { timeout: 10, signal }),
    full.join({ timeout: 20, signal }),
    empty.get({ timeout: Infinity, signal }),
    empty.get({ timeout: 30, signal }),
  ];
  expect(vi.getTimerCount()).toBe(4);
  expect(listeners(signal)).toBe(1);
  return { queues: [full, empty], settled: Promise.allSettled(waits) };
}

function expectNoTrace(queues: Queue<number>[], signal: AbortSignal): void {
  expect(vi.getTimerCount()).toBe(0);
  expect(listeners(signal)).toBe(0);
  for (const queue of queues) {
    expect(queue.stats()).toMatchObject({ waitingGets: 0, waitingPuts: 0 });
  }
}

test('an abort leaves no waiter, timer or listener', async () => {
  const controller = new AbortController();
  const { queues, settled } = waitEverywhere(controller.signal);
  controller.abort();
  expectNoTrace(queues, controller.signal);
  await settled;
});

test('neither does a timeout, nor a shutdown', async () => {
  const { signal } = new AbortController();
  const { queues, settled } = waitEverywhere(signal);
  vi.advanceTimersByTime(30);
  expect(listeners(signal)).toBe(1);
  queues[1]!.shutdown();
  expectNoTrace(queues, signal);
  await settled;
});

test('neither does who is served', async () => {
  const { signal } = new AbortController();
  const { queues, settled } = waitEverywhere(signal);
  const [full, empty] = queues as [Queue<number>, Queue<number>];
  empty.putNowait(1);
  empty.putNowait(2);
  full.getNowait();
  full.taskDone();
  full.taskDone();
  expectNoTrace(queues, signal);
  await settled;
});

test('a wait that need not wait arms nothing', async () => {
  const { signal } = new AbortController();
  const queue = new Queue<number>();
  const add = vi.spyOn(signal, 'addEventListener');
  await queue.put(1, { timeout: 10, signal });
  await queue.get({ timeout: 10, signal });
  queue.taskDone();
  await queue.join({ timeout: 10, signal });
  expect(add).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});

test('a timeout fires at its time, and not before', async () => {
  const queue = new Queue<number>();
  const settled = vi.fn();
  queue.get({ timeout: 1_000 }).catch(settled);
  await vi.advanceTimersByTimeAsync(999);
  expect(settled).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(settled).toHaveBeenCalledTimes(1);
});
