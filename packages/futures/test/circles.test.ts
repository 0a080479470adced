import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { currentTask, DeadlockError, EventLoopExecutor, type Future, wait } from '../src/index.ts';

test('a task that waits for one after the other keeps none of those that are done', async () => {
  await using executor = new EventLoopExecutor({ maxWorkers: 1 });
  const collected = await executor.submit(async () => {
    const futures: WeakRef<Future<unknown>>[] = [];
    for (let count = 0; count < 100; count += 1) {
      const future = executor.submit(() => new Uint8Array(1_000));
      futures.push(new WeakRef(future));
      await future;
    }
    await setImmediate();
    globalThis.gc?.();
    return futures.filter((future) => future.deref() === undefined).length;
  });
  expect(collected).toBeGreaterThan(90);
});

test('a circle over two executors is one too', async () => {
  await using one = new EventLoopExecutor();
  await using other = new EventLoopExecutor();
  const a: Future<unknown> = one.submit(async () => await b);
  const b: Future<unknown> = other.submit(async () => await a);
  expect(await a.exception()).toBeInstanceOf(DeadlockError);
  expect(await b.exception()).toBeInstanceOf(DeadlockError);
});

test('who waits again for what it waited for is not refused', async () => {
  await using executor = new EventLoopExecutor({ maxWorkers: 1 });
  const twice = executor.submit(async () => {
    const future = executor.submit(() => 21);
    return (await future) + (await future.result());
  });
  expect(await twice).toBe(42);
});

test('what an earlier try waited for is forgotten', async () => {
  await using executor = new EventLoopExecutor({ maxWorkers: 2 });
  const secondTry = Promise.withResolvers<void>();
  const a: Future<number> = executor.with({ retries: 1, backoff: 0 }).submit(async () => {
    if (currentTask()?.attempt === 1) {
      await Promise.race([b, Promise.reject(new Error('the first'))]);
    }
    secondTry.resolve();
    await setImmediate();
    return 7;
  });
  const b: Future<number> = executor.submit(async () => {
    await secondTry.promise;
    return await a;
  });
  expect(await Promise.all([a, b])).toEqual([7, 7]);
});

test('so is a wait that was refused in part', async () => {
  await using executor = new EventLoopExecutor({ maxWorkers: 3 });
  const refused = Promise.withResolvers<void>();
  const other: Future<number> = executor.submit(async () => {
    await refused.promise;
    return await a;
  });
  const a: Future<number> = executor.submit(async () => {
    const error: unknown = await wait([other, a]).catch((reason: unknown) => reason);
    refused.resolve();
    await setImmediate();
    return error instanceof DeadlockError ? 7 : NaN;
  });
  expect(await Promise.all([a, other])).toEqual([7, 7]);
});

test('and that of one who was released as the task was aborted', async () => {
  await using executor = new EventLoopExecutor({ maxWorkers: 2 });
  const released = Promise.withResolvers<void>();
  const outcome = Promise.withResolvers<unknown>();
  const a: Future<void> = executor.submit(async () => {
    await released.promise; // aborted, and goes on all the same
    outcome.resolve(await b.result().catch((error: unknown) => error));
  });
  const b: Future<number> = executor.submit(async () => {
    try {
      await a;
    } catch {
      // it was aborted
    }
    released.resolve();
    await setImmediate();
    return 7;
  });
  await setImmediate();
  a.abort();
  expect(await outcome.promise).toBe(7);
});
