import { ThreadPoolExecutor } from '@heddle/threads';
import { expect, test } from 'vitest';
import { noteLater, same } from './fixtures/thread-tasks.ts';

/** One call after the other: after a few its worker waits for the next outside of its event loop. */
async function callOften(executor: ThreadPoolExecutor, times = 200): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    expect(await executor.submit(same, n)).toBe(n);
  }
}

test.each([true, false])('a timer of the worker fires between calls and after them (held: %s)', async (isHeld) => {
  await using executor = new ThreadPoolExecutor({ maxWorkers: 1 });
  const word = new Int32Array(new SharedArrayBuffer(4));
  await callOften(executor);
  await executor.submit(noteLater, word, isHeld);
  while (Atomics.load(word, 0) === 0) {
    await callOften(executor, 10);
  }
  Atomics.store(word, 0, 0);
  await executor.submit(noteLater, word, isHeld);
  await callOften(executor, 10);
  const noted = Atomics.waitAsync(word, 0, 0, 10_000);
  const held = setInterval(() => {}, 1_000); // a wait for a word does not keep this thread alive
  expect(await noted.value).not.toBe('timed-out');
  clearInterval(held);
});

test('a call arrives after the worker has gone back to its event loop', async () => {
  await using executor = new ThreadPoolExecutor({ maxWorkers: 1 });
  for (let round = 0; round < 5; round += 1) {
    await callOften(executor);
    await new Promise((resolve) => {
      setTimeout(resolve, 10); // a scene: longer than it waits
    });
    expect(await executor.submit(same, round)).toBe(round);
  }
});

test('a worker is ended while it waits for a call', async () => {
  const executor = new ThreadPoolExecutor({ maxWorkers: 1 });
  await callOften(executor);
  await executor.killWorkers();
  const another = new ThreadPoolExecutor({ maxWorkers: 1 });
  await callOften(another);
  await another.shutdown();
  expect(another.stats()).toMatchObject({ workers: 0, done: 200 });
});
