import { expect } from 'vitest';
import { isPending, type Subject } from './subject.ts';

export function describeIteration(subject: Subject): void {
  const { make, check, leaving } = subject;

  check('the loop ends once the queue is shut down and drained', async () => {
    const queue = await make<number>();
    for (const item of [2, 3, 1]) {
      await queue.put(item);
    }
    await queue.shutdown();
    const seen: number[] = [];
    for await (const item of queue) {
      seen.push(item);
    }
    expect(seen).toEqual(leaving([2, 3, 1]));
    expect(await queue.stats()).toMatchObject({ size: 0, unfinished: 3 });
  });

  check('the loop waits for items, and ends when the queue is shut down meanwhile', async () => {
    const queue = await make<number>();
    const seen: number[] = [];
    const loop = (async () => {
      for await (const item of queue) {
        seen.push(item);
      }
    })();
    expect(await isPending(subject, loop)).toBe(true);
    await queue.put(1);
    await queue.put(2);
    expect(await isPending(subject, loop)).toBe(true);
    expect(seen).toEqual([1, 2]);
    await queue.shutdown();
    await loop;
  });

  check('the reader calls taskDone', async () => {
    const queue = await make<number>();
    await queue.put(1);
    await queue.shutdown();
    const joined = queue.join();
    for await (const item of queue) {
      expect(item).toBe(1);
      expect(await isPending(subject, joined)).toBe(true);
      await queue.taskDone();
    }
    await joined;
  });

  check('nothing is taken ahead, and leaving loses nothing', async () => {
    const queue = await make<number>();
    await queue.put(1);
    await queue.put(2);
    await queue.put(3);
    const [first, ...rest] = leaving([1, 2, 3]);
    for await (const item of queue) {
      expect(item).toBe(first);
      await subject.settle();
      expect(await queue.qsize()).toBe(2);
      break;
    }
    const seen: number[] = [];
    await queue.shutdown();
    for await (const item of queue) {
      seen.push(item);
    }
    expect(seen).toEqual(rest);
  });

  check('several readers share the items', async () => {
    const queue = await make<number>({ maxSize: 2 });
    const seen: number[] = [];
    const readers = Array.from({ length: 3 }, async () => {
      for await (const item of queue) {
        seen.push(item);
      }
    });
    for (let item = 0; item < 20; item += 1) {
      await queue.put(item);
    }
    await queue.shutdown();
    await Promise.all(readers);
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, item) => item));
  });

  check('return() ends a next() that waits, and no item goes to it', async () => {
    const queue = await make<number>();
    const iterator = queue[Symbol.asyncIterator]();
    const pending = [iterator.next(), iterator.next()];
    expect(await isPending(subject, Promise.all(pending))).toBe(true);
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
    expect(await Promise.all(pending)).toEqual([
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
    await subject.settle();
    expect(await queue.stats()).toMatchObject({ waitingGets: 0 });
    await queue.put(1);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(await queue.getNowait()).toBe(1);
  });

  check('next() calls that wait together are served in their order', async () => {
    const queue = await make<number>();
    const iterator = queue[Symbol.asyncIterator]();
    const results = [iterator.next(), iterator.next()];
    await queue.put(2);
    await queue.put(1);
    expect(await Promise.all(results)).toEqual([
      { done: false, value: 2 },
      { done: false, value: 1 },
    ]);
  });

  check('an iterator that has ended stays ended', async () => {
    const queue = await make<number>();
    await queue.shutdown({ immediate: true });
    const iterator = queue[Symbol.asyncIterator]();
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
  });
}
