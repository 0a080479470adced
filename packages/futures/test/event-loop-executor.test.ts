import { AsyncLocalStorage } from 'node:async_hooks';
import { availableParallelism } from 'node:os';
import { describeExecutor } from '@heddle/conformance';
import { describe, expect, test, vi } from 'vitest';
import { asCompleted, BrokenExecutor, currentTask, EventLoopExecutor, Future, wait } from '../src/index.ts';
import { Door, failure, thrown, turn, wrong } from './support/help.ts';

describeExecutor((options) => new EventLoopExecutor(options), {
  name: 'EventLoopExecutor',
  program: { module: new URL('../src/index.ts', import.meta.url), className: 'EventLoopExecutor' },
});

describe('on the event loop', () => {
  test('maxWorkers is min(32, processors + 4) by default', async () => {
    await using executor = new EventLoopExecutor();
    expect(executor.maxWorkers).toBe(Math.min(32, availableParallelism() + 4));
    expect(executor.stats()).toMatchObject({ workers: executor.maxWorkers, idle: executor.maxWorkers });
  });

  test.each([
    [{ maxWorkers: 0 }, RangeError],
    [{ maxWorkers: 1.5 }, RangeError],
    [{ maxWorkers: Infinity }, RangeError],
    [{ maxWorkers: '1' }, TypeError],
    [{ maxWorkers: null }, TypeError],
    [{ graceMs: -1 }, RangeError],
    [{ graceMs: NaN }, RangeError],
    [{ graceMs: '1' }, TypeError],
    [{ initializer: 1 }, TypeError],
    [null, TypeError],
    [1, TypeError],
  ])('refuses the options %o', (options, type) => {
    const error = thrown(() => new EventLoopExecutor(wrong(options)));
    expect(error).toBeInstanceOf(type);
    const name = options !== null && typeof options === 'object' ? Object.keys(options)[0] : 'options';
    expect((error as Error).message).toMatch(new RegExp(`^Expected ${name} to be .*, got `));
  });

  test('closures, sync and async, are welcome', async () => {
    await using executor = new EventLoopExecutor({ maxWorkers: 2 });
    const base = 40;
    expect(await executor.submit((n: number) => base + n, 2)).toBe(42);
    expect(await executor.submit(async (n: number) => base + n, 2)).toBe(42);
    expect(await executor.submit(() => new Promise((resolve) => resolve('later')))).toBe('later');
  });

  test('submit never runs the function before it returns, nor in the same synchronous run', async () => {
    await using executor = new EventLoopExecutor();
    let ran = 0;
    const future = executor.submit(() => {
      ran += 1;
    });
    expect([ran, future.state]).toEqual([0, 'pending']);
    await future;
    expect(ran).toBe(1);
  });

  test('each task keeps the AsyncLocalStorage context of its own submit', async () => {
    const storage = new AsyncLocalStorage<string>();
    const door = new Door();
    await using executor = new EventLoopExecutor({ maxWorkers: 2 });
    const ask = async (): Promise<unknown> => {
      const before = storage.getStore();
      await door.pass(0);
      return [before, storage.getStore()];
    };
    const names = ['a', 'b', 'c', 'd'];
    const futures = names.map((name) => storage.run(name, () => executor.submit(ask)));
    const outside = executor.submit(() => storage.getStore());
    while (futures.some((future) => !future.done())) {
      await turn();
      await door.open();
    }
    expect(await Promise.all(futures)).toEqual(names.map((name) => [name, name]));
    expect(await outside).toBeUndefined();
  });

  test('currentTask is that of the innermost task, after an await too, and none outside', async () => {
    await using executor = new EventLoopExecutor({ maxWorkers: 2 });
    expect(currentTask()).toBeUndefined();
    const seen = await executor.submit(async function outer() {
      const inner = await executor.submit(async function inner() {
        await turn();
        return currentTask()?.name;
      });
      const { name, attempt, executor: own, signal } = currentTask() ?? wrong(undefined);
      return [inner, name, attempt, own === executor, signal.aborted];
    });
    expect(seen).toEqual(['inner', 'outer', 1, true, false]);
    expect(currentTask()).toBeUndefined();
    expect(await executor.submit(() => currentTask()?.name)).toBe('anonymous');
  });

  test('a stopped task keeps its slot for graceMs, and then gives it up', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const door = new Door();
    const executor = new EventLoopExecutor({ maxWorkers: 1, graceMs: 200 });
    const deaf = executor.submit(door.pass, 1);
    await turn();
    const reason = new Error('enough');
    deaf.abort(reason);
    const next = executor.submit(() => 'next');
    await vi.advanceTimersByTimeAsync(199);
    expect([next.state, executor.stats().idle]).toEqual(['pending', 0]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await next).toBe('next');
    await door.open(); // its outcome comes late, and frees nothing twice
    expect(executor.stats()).toMatchObject({ idle: 1, done: 1, cancelled: 1, running: 0 });
    expect(await failure(deaf)).toMatchObject({ code: 'ERR_CANCELLED', cause: reason });
    await executor.shutdown();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  test('a stopped task that ends in time leaves no timer, and its signal has the reason', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await using executor = new EventLoopExecutor({ maxWorkers: 1 });
    const reasons: unknown[] = [];
    const future = executor.submit(async () => {
      const signal = currentTask()?.signal;
      await new Promise((resolve) => {
        signal?.addEventListener('abort', resolve);
      });
      reasons.push(signal?.reason);
    });
    await turn();
    const reason = { any: 'reason' };
    future.abort(reason);
    await turn();
    expect(reasons).toEqual([reason]);
    expect(executor.stats().idle).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
});

describe('the initializer', () => {
  test('runs once, before the first task, and is awaited', async () => {
    const gate = Promise.withResolvers<void>();
    let calls = 0;
    await using executor = new EventLoopExecutor({
      initializer: async () => {
        calls += 1;
        await gate.promise;
      },
    });
    const futures = [executor.submit(() => 1), executor.submit(() => 2)];
    await turn();
    expect([calls, ...futures.map(({ state }) => state)]).toEqual([1, 'pending', 'pending']);
    expect(futures[1]?.cancel()).toBe(true);
    gate.resolve();
    expect(await futures[0]).toBe(1);
    expect(calls).toBe(1);
  });

  test('when it fails, everything fails at once, now and later; what was cancelled stays so', async () => {
    const cause = new Error('no database');
    const gate = Promise.withResolvers<void>();
    const executor = new EventLoopExecutor({
      initializer: async () => {
        await gate.promise;
        throw cause;
      },
    });
    const input = new Future<number>();
    const futures = [executor.submit(() => 1), executor.submit((n: number) => n, input)];
    const cancelled = executor.submit(() => 3);
    const [waiting, next] = [wait(futures), asCompleted(futures).next()];
    await turn();
    expect(cancelled.cancel()).toBe(true);
    gate.resolve();
    expect((await waiting).notDone.size).toBe(0);
    expect((await next).done).toBe(false);
    const errors = await Promise.all(futures.map((future) => future.exception()));
    for (const error of [...errors, thrown(() => executor.submit(() => 1))]) {
      expect(error).toBeInstanceOf(BrokenExecutor);
      expect(error).toMatchObject({ name: 'BrokenExecutor', code: 'ERR_BROKEN_EXECUTOR', cause });
    }
    expect(errors[0]).not.toBe(errors[1]);
    expect(cancelled.state).toBe('cancelled');
    expect(await failure(executor.map((n: number) => n, [1]).next())).toBeInstanceOf(BrokenExecutor);
    input.setResult(1);
    expect(executor.stats()).toMatchObject({ pending: 0, running: 0, failed: 2, cancelled: 1 });
    await executor.shutdown();
  });

  test('whatever it throws breaks the pool', async () => {
    const executor = new EventLoopExecutor({
      initializer: () => {
        throw undefined;
      },
    });
    expect(await executor.submit(() => 1).exception()).toBeInstanceOf(BrokenExecutor);
    await executor.shutdown();
  });
});
