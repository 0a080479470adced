import { expect, test } from 'vitest';
import { currentTask, EventLoopExecutor, type Future } from '../src/index.ts';
import { Door } from './support/help.ts';

// `setResult` and `setException` are for executors; who calls them on a future of another's must not hang that one's pool.

test('a pending future that is given a result by hand is out of the line', async () => {
  const executor = new EventLoopExecutor({ maxWorkers: 1 });
  const door = new Door();
  const running = executor.submit(() => door.pass(undefined));
  await Promise.resolve();
  let hasRun = false;
  const future: Future<number> = executor.submit(() => {
    hasRun = true;
    return 1;
  });
  future.setResult(7);
  expect(executor.stats()).toMatchObject({ pending: 0, running: 1, done: 1 });
  door.open();
  await running;
  expect(await executor.submit(() => 42)).toBe(42);
  expect([await future, hasRun]).toEqual([7, false]);
  await executor.shutdown();
});

test('a running one keeps what it was given; its task is told, and what that answers is dropped', async () => {
  const executor = new EventLoopExecutor({ maxWorkers: 1 });
  const door = new Door();
  let signal: AbortSignal | undefined;
  const future = executor.submit(async () => {
    signal = currentTask()?.signal;
    await door.pass(undefined);
    return 'late';
  });
  await Promise.resolve();
  future.setException(new RangeError('by hand'));
  expect(executor.stats()).toMatchObject({ pending: 0, running: 0, failed: 1 });
  expect(signal?.aborted).toBe(true);
  door.open();
  expect(await executor.submit(() => 42)).toBe(42);
  expect(await future.exception()).toMatchObject({ message: 'by hand' });
  await executor.shutdown();
});

test('one that was said to run before it does is counted right', async () => {
  const executor = new EventLoopExecutor({ maxWorkers: 1 });
  const future = executor.submit(() => 1);
  future.setRunningOrNotifyCancel();
  expect(await future).toBe(1);
  expect(executor.stats()).toMatchObject({ pending: 0, running: 0, done: 1 });
  await executor.shutdown();
});
