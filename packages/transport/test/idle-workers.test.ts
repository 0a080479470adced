import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { IdleWorkers, type Resting } from '../src/near/idle-workers.ts';

class FakeWorker implements Resting {
  isIdle = true;
  idleSince = 0;
  closed = 0;

  close(): void {
    this.isIdle = false;
    this.closed += 1;
  }
}

describe('IdleWorkers', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('ends each worker when its own time is up, with one timer', () => {
    const [a, b, c] = [new FakeWorker(), new FakeWorker(), new FakeWorker()];
    const idle = new IdleWorkers([a, b, c], 100);
    idle.rests(a);
    vi.advanceTimersByTime(40);
    b.isIdle = false;
    idle.rests(c);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(59);
    expect([a.closed, b.closed, c.closed]).toEqual([0, 0, 0]);
    vi.advanceTimersByTime(1);
    expect([a.closed, b.closed, c.closed]).toEqual([1, 0, 0]);
    vi.advanceTimersByTime(39);
    expect(c.closed).toBe(0);
    vi.advanceTimersByTime(1);
    expect(c.closed).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('counts from when it last ran out of work', () => {
    const worker = new FakeWorker();
    const idle = new IdleWorkers([worker], 100);
    idle.rests(worker);
    vi.advanceTimersByTime(90);
    worker.isIdle = false;
    vi.advanceTimersByTime(5);
    worker.isIdle = true;
    idle.rests(worker);
    vi.advanceTimersByTime(99);
    expect(worker.closed).toBe(0);
    vi.advanceTimersByTime(1);
    expect(worker.closed).toBe(1);
  });

  test('has no timer while all workers are busy, once the last one has fired', () => {
    const worker = new FakeWorker();
    const idle = new IdleWorkers([worker], 100);
    idle.rests(worker);
    worker.isIdle = false;
    vi.advanceTimersByTime(100);
    expect([vi.getTimerCount(), worker.closed]).toEqual([0, 0]);
    worker.isIdle = true;
    idle.rests(worker);
    idle.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('Infinity needs no timer, and what is longer than a timer can hold is waited for all the same', () => {
    const worker = new FakeWorker();
    new IdleWorkers([worker], Infinity).rests(worker);
    expect(vi.getTimerCount()).toBe(0);
    const idle = new IdleWorkers([worker], 2 ** 31 + 10);
    idle.rests(worker);
    vi.advanceTimersByTime(2 ** 31 + 9);
    expect(worker.closed).toBe(0);
    vi.advanceTimersByTime(1);
    expect(worker.closed).toBe(1);
  });

  test('its timer does not hold the program open', () => {
    vi.useRealTimers();
    const before = process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
    const worker = new FakeWorker();
    const idle = new IdleWorkers([worker], 60_000);
    idle.rests(worker);
    expect(process.getActiveResourcesInfo().filter((each) => each === 'Timeout')).toHaveLength(before);
    idle.stop();
  });
});
