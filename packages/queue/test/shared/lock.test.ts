import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { SharedQueue } from '../../src/shared/index.ts';
import { rowAt, word } from '../../src/shared/layout.ts';
import { lock, unlock } from '../../src/shared/lock.ts';
import { naps } from '../../src/shared/probe.ts';

test('whoever frees a lock wakes one who sleeps on it, and that one the next', async () => {
  const words = new Int32Array(new SharedArrayBuffer(8));
  const source = `
    const { parentPort, workerData: words } = process.getBuiltinModule('node:worker_threads');
    Promise.all([
      import(${JSON.stringify(new URL('../../src/shared/lock.ts', import.meta.url).href)}),
      import(${JSON.stringify(new URL('../../src/shared/probe.ts', import.meta.url).href)}),
    ]).then(([{ lock, unlock }, { naps }]) => {
      naps.forLock = 2 ** 30;
      const has = lock(words, 0, 5, 2 ** 30, () => parentPort.postMessage('looked by itself'));
      unlock(words, 0);
      parentPort.postMessage(has);
    });`;
  const before = naps.forLock;
  naps.forLock = 2 ** 30;
  try {
    expect(lock(words, 0, 1, Infinity, () => {})).toBe(true);
    const threads = [1, 2, 3].map(() => new Worker(source, { eval: true, workerData: words }));
    const ends = threads.map((thread) => new Promise((resolve) => thread.once('message', resolve)));
    // All three sleep, or will as they come.
    await Promise.all(threads.map((thread) => new Promise((resolve) => thread.once('online', resolve))));
    while (words[0] === 1) {
      await new Promise(setImmediate);
    }
    unlock(words, 0);
    expect(await Promise.all(ends)).toEqual([true, true, true]);
    expect(words[0]).toBe(0);
  } finally {
    naps.forLock = before;
  }
});

test('the counts and positions wrap at 32 bits', () => {
  const queue = new SharedQueue<Uint8Array>({ codec: 'bytes', capacity: 64, maxSize: 3 });
  const words = new Int32Array(queue.handle.memory, 0, rowAt(0));
  for (const count of [word.puts, word.takes, word.takesSeen, word.putsSeen, word.dones]) {
    words[count] = -5;
  }
  for (const position of [word.tail, word.tail + 1, word.head, word.head + 1, word.headSeen]) {
    words[position] = -64;
  }
  for (let round = 0; round < 10; round += 1) {
    for (const item of [1, 2, 3]) {
      queue.putNowait(new Uint8Array(10).fill(item));
    }
    expect(queue.full()).toBe(true);
    expect(queue.stats()).toMatchObject({ size: 3, unfinished: 3 });
    expect(() => queue.putNowait(new Uint8Array(0))).toThrow(expect.objectContaining({ code: 'ERR_QUEUE_FULL' }));
    for (const item of [1, 2, 3]) {
      expect(queue.getNowait()).toEqual(new Uint8Array(10).fill(item));
      queue.taskDone();
    }
    expect(() => queue.getNowait()).toThrow(expect.objectContaining({ code: 'ERR_QUEUE_EMPTY' }));
    expect(() => {
      queue.taskDone();
    }).toThrow(expect.objectContaining({ code: 'ERR_TASK_DONE' }));
  }
});

test('more threads than a mask has bits, and one too many', async () => {
  const queue = new SharedQueue<number>();
  const words = new Int32Array(queue.handle.memory);
  // Rows that are taken, as by threads of which nobody hears; the last one that is free is for the worker, behind the shared bit.
  for (let row = 1; row < 127; row += 1) {
    words[rowAt(row)] = 1_000 + row;
    words[rowAt(row) + 1] = 0;
    words[rowAt(row) + 2] = process.platform === 'linux' ? process.pid : 1;
  }
  const source = `
    const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
    Promise.all([
      import(${JSON.stringify(new URL('../../src/shared/index.ts', import.meta.url).href)}),
      import(${JSON.stringify(new URL('../../src/shared/probe.ts', import.meta.url).href)}),
    ]).then(async ([{ SharedQueue }, { naps }]) => {
      naps.longest = 2 ** 30;
      try {
        const queue = SharedQueue.attach(workerData);
        parentPort.postMessage([await queue.get(), queue.getSync()]);
      } catch (error) {
        parentPort.postMessage(error.message);
      }
    });`;
  const start = (): Promise<unknown> => {
    const worker = new Worker(source, { eval: true, workerData: queue.handle });
    return new Promise((resolve) => worker.once('message', resolve));
  };
  const taken = start();
  while (queue.stats().waitingGets === 0) {
    await new Promise(setImmediate);
  }
  expect(await start()).toMatch(/at most 128 threads/);
  queue.putNowait(1);
  queue.putNowait(2);
  expect(await taken).toEqual([1, 2]);
});
