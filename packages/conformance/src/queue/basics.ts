import { expect } from 'vitest';
import { areCollected } from '../collect.ts';
import { errors, failure, type Subject, takeNow } from './subject.ts';

export function describeBasics({ make, check, leaving }: Subject): void {
  check('a new queue is empty', async () => {
    const queue = await make<number>();
    expect(await queue.qsize()).toBe(0);
    expect(await queue.empty()).toBe(true);
    expect(await queue.full()).toBe(false);
    expect(await queue.stats()).toEqual({
      size: 0,
      maxSize: 0,
      unfinished: 0,
      waitingGets: 0,
      waitingPuts: 0,
      isShutDown: false,
    });
  });

  check('qsize, empty and full follow the items', async () => {
    const queue = await make<number>({ maxSize: 2 });
    await queue.put(1);
    expect([await queue.qsize(), await queue.empty(), await queue.full()]).toEqual([1, false, false]);
    await queue.putNowait(2);
    expect([await queue.qsize(), await queue.empty(), await queue.full()]).toEqual([2, false, true]);
    await queue.get();
    expect([await queue.qsize(), await queue.empty(), await queue.full()]).toEqual([1, false, false]);
    await queue.getNowait();
    expect([await queue.qsize(), await queue.empty(), await queue.full()]).toEqual([0, true, false]);
  });

  check('items leave in its order', async () => {
    const queue = await make<number>();
    const items = [3, 1, 4, 1, 5, 9, 2, 6];
    for (const item of items) {
      await queue.put(item);
    }
    expect(await takeNow(queue, items.length)).toEqual(leaving(items));
  });

  check('items leave in its order when puts and gets alternate', async () => {
    const queue = await make<number>();
    await queue.put(2);
    await queue.put(3);
    expect(await queue.get()).toBe(leaving([2, 3])[0]);
    await queue.put(1);
    const rest = leaving([leaving([2, 3])[1] ?? NaN, 1]);
    expect(await takeNow(queue, 2)).toEqual(rest);
  });

  check('putNowait fails with Full where there is no room, and puts nothing in', async () => {
    const queue = await make<number>({ maxSize: 1 });
    await queue.putNowait(1);
    expect(await failure(() => queue.putNowait(2))).toMatchObject(errors.Full);
    expect(await takeNow(queue, 1)).toEqual([1]);
    expect(await queue.stats()).toMatchObject({ size: 0, unfinished: 1, maxSize: 1 });
  });

  check('getNowait fails with Empty where there is no item', async () => {
    const queue = await make<number>();
    const error = await failure(() => queue.getNowait());
    expect(error).toMatchObject(errors.Empty);
    expect(error).toBeInstanceOf(Error);
  });

  for (const maxSize of [0, Infinity]) {
    check(`a maxSize of ${maxSize} is never full`, async () => {
      const queue = await make<number>({ maxSize });
      for (let item = 0; item < 2_000; item += 1) {
        await queue.putNowait(item);
      }
      expect(await queue.full()).toBe(false);
      expect(await queue.stats()).toMatchObject({ size: 2_000, maxSize });
    });
  }

  check('any value is an item', async () => {
    const queue = await make<unknown>();
    for (const item of [undefined, null, false, 0, NaN, '', 'text', 1n, [], { of: { some: 'depth' } }]) {
      await queue.put(item);
      expect(await queue.get()).toEqual(item);
      const taken = queue.get();
      await queue.put(item);
      expect(await taken).toEqual(item);
      await queue.putNowait(item);
      expect(await queue.getNowait()).toEqual(item);
    }
    expect(await queue.empty()).toBe(true);
  });

  check('a queue keeps no item that has left it', async () => {
    const queue = await make<object>();
    const left: WeakRef<object>[] = [];
    const pass = async (item: object): Promise<void> => {
      await queue.put(item);
      left.push(new WeakRef(await queue.get()));
      const taken = queue.get();
      await queue.put(item);
      left.push(new WeakRef(await taken), new WeakRef(item));
    };
    for (let n = 0; n < 3; n += 1) {
      await pass({ n });
    }
    expect(await areCollected(left)).toBe(true);
    expect(await queue.empty()).toBe(true);
  });
}
