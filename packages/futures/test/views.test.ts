import { describe, expect, test, vi } from 'vitest';
import { currentTask, EventLoopExecutor, Future } from '../src/index.ts';
import { Door, failure, thrown, turn, wrong } from './support/help.ts';

describe('with', () => {
  test.each([
    [{ timeout: -1 }, RangeError],
    [{ timeout: '1' }, TypeError],
    [{ signal: {} }, TypeError],
    [{ priority: -1 }, RangeError],
    [{ priority: 0.5 }, RangeError],
    [{ priority: '1' }, TypeError],
    [{ transfer: 1 }, TypeError],
    [{ name: 1 }, TypeError],
    [{ retries: -1 }, RangeError],
    [{ retries: 1.5 }, RangeError],
    [{ retries: null }, TypeError],
    [{ backoff: -1 }, RangeError],
    [{ backoff: '1' }, TypeError],
    [null, TypeError],
    ['name', TypeError],
  ])('refuses the options %o', (options, type) => {
    const error = thrown(() => new EventLoopExecutor().with(wrong(options)));
    expect(error).toBeInstanceOf(type);
    const name = options !== null && typeof options === 'object' ? Object.keys(options)[0] : 'options';
    expect((error as Error).message).toMatch(new RegExp(`^Expected ${name} to be .*, got `));
  });

  test('a view is of the same class, and shares the pool', async () => {
    await using executor = new EventLoopExecutor({ maxWorkers: 1 });
    const view = executor.with({ name: 'view' });
    expect(view).toBeInstanceOf(EventLoopExecutor);
    expect(view.maxWorkers).toBe(1);
    const door = new Door();
    void view.submit(door.pass, 1);
    const other = executor.submit(() => 2);
    await turn();
    expect(view.stats()).toMatchObject({ running: 1, pending: 1 });
    await door.open();
    expect(await other).toBe(2);
  });

  test('an undefined option of an inner view changes nothing', async () => {
    await using executor = new EventLoopExecutor();
    const view = executor.with({ name: 'outer' }).with({ name: undefined, retries: 1 });
    expect(await view.submit(() => currentTask()?.name)).toBe('outer');
  });

  test('the timeout is that of each try, counts from when it runs, and stops it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    await using executor = new EventLoopExecutor({ maxWorkers: 1, graceMs: 0 });
    const tries: [number, unknown][] = [];
    const view = executor.with({ timeout: 100, retries: 1, backoff: 50, name: 'slow' });
    const door = new Door();
    void executor.submit(door.pass, 0);
    const future = view.submit(
      () =>
        new Promise((_resolve, reject) => {
          const { signal, attempt } = currentTask() ?? wrong(undefined);
          signal.addEventListener('abort', () => {
            tries.push([attempt, (signal.reason as Error).name]);
            reject(signal.reason as Error);
          });
        }),
    );
    const caught = failure(future);
    await vi.advanceTimersByTimeAsync(1_000);
    expect([future.state, tries]).toEqual(['pending', []]);
    await door.open();
    await vi.advanceTimersByTimeAsync(99);
    expect([future.state, tries]).toEqual(['running', []]);
    await vi.advanceTimersByTimeAsync(1);
    expect([future.state, tries]).toEqual(['running', [[1, 'TimeoutError']]]);
    await vi.advanceTimersByTimeAsync(50);
    await vi.advanceTimersByTimeAsync(100);
    expect(await caught).toMatchObject({ name: 'TimeoutError', code: 'ERR_TIMEOUT' });
    expect(((await caught) as Error).message).toBe('Expected slow to end within 100 ms, got no end');
    expect(tries.map(([attempt]) => attempt)).toEqual([1, 2]);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  test('a task that ends in time leaves no timer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await using executor = new EventLoopExecutor();
    expect(await executor.with({ timeout: 1_000 }).submit(async () => 1)).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  test.each([
    ['a number', 70, [70, 70, 70]],
    ['a function of the try', (attempt: number) => attempt * 10, [10, 20, 30]],
  ])('backoff is %s', async (_name, backoff, delays) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await using executor = new EventLoopExecutor();
    let tries = 0;
    const future = executor.with({ retries: 3, backoff }).submit(() => {
      tries += 1;
      throw new RangeError(`try ${tries}`);
    });
    const caught = failure(future);
    for (const [index, delay] of delays.entries()) {
      await turn();
      expect(tries).toBe(index + 1);
      await vi.advanceTimersByTimeAsync(delay - 1);
      expect(tries).toBe(index + 1);
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(await caught).toMatchObject({ message: 'try 4' });
    vi.useRealTimers();
  });

  test('by default it doubles from 100, half of it by chance, up to 30 seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await using executor = new EventLoopExecutor();
    const at: number[] = [];
    const started = Date.now();
    const times = vi.fn(() => {
      at.push(vi.getMockedSystemTime()?.getTime() ?? started);
      throw new Error('again');
    });
    const future = executor.with({ retries: 10 }).submit(times);
    const caught = failure(future);
    const delays: number[] = [];
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await turn();
      let waited = 0;
      while (times.mock.calls.length === attempt) {
        waited += 10;
        await vi.advanceTimersByTimeAsync(10);
      }
      delays.push(waited);
    }
    await caught;
    for (const [index, delay] of delays.entries()) {
      const ceiling = Math.min(30_000, 100 * 2 ** index);
      expect(delay).toBeGreaterThanOrEqual(ceiling / 2);
      expect(delay).toBeLessThanOrEqual(ceiling + 10);
    }
    vi.useRealTimers();
  });

  test('one that is aborted while it backs off is not tried again, and leaves no timer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await using executor = new EventLoopExecutor();
    let tries = 0;
    const future = executor.with({ retries: 3, backoff: 100 }).submit(() => {
      tries += 1;
      throw new Error('again');
    });
    await turn();
    expect([future.state, vi.getTimerCount()]).toEqual(['running', 1]);
    future.abort();
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(1_000);
    expect([tries, executor.stats().cancelled]).toEqual([1, 1]);
    vi.useRealTimers();
  });

  test('a backoff that throws is the failure', async () => {
    await using executor = new EventLoopExecutor();
    const backoff = (): number => {
      throw new Error('of the backoff');
    };
    const future = executor.with({ retries: 3, backoff }).submit(() => {
      throw new Error('of the task');
    });
    expect(await failure(future)).toMatchObject({ message: 'of the backoff' });
  });

  test('a signal leaves no listener on it once the tasks are done', async () => {
    const { signal } = new AbortController();
    const listeners = { added: 0, removed: 0 };
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
    signal.addEventListener = (...args: Parameters<typeof add>): void => {
      listeners.added += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>): void => {
      listeners.removed += 1;
      remove(...args);
    };
    await using executor = new EventLoopExecutor();
    const view = executor.with({ signal });
    const waiting = view.submit((n: number) => n, new Future<number>());
    await Promise.all([1, 2, 3].map((n) => view.submit(() => n)));
    waiting.cancel();
    expect(listeners).toEqual({ added: 1, removed: 1 });
  });
});
