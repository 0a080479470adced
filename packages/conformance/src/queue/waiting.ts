import { expect } from 'vitest';
import { errors, failure, isPending, type Subject } from './subject.ts';

export function describeWaiting(subject: Subject): void {
  const { make, check } = subject;

  check('a waiting get is handed the item of the next put', async () => {
    const queue = await make<string>();
    const taken = queue.get();
    expect(await isPending(subject, taken)).toBe(true);
    expect(await queue.stats()).toMatchObject({ waitingGets: 1 });
    await queue.put('item');
    expect(await queue.stats()).toMatchObject({ size: 0, unfinished: 1, waitingGets: 0 });
    expect(await taken).toBe('item');
  });

  check('a waiting get is handed the item of the next putNowait', async () => {
    const queue = await make<string>({ maxSize: 1 });
    const taken = queue.get();
    await queue.putNowait('handed over');
    await queue.putNowait('in the queue');
    expect(await taken).toBe('handed over');
    expect(await queue.get()).toBe('in the queue');
  });

  check('a waiting put is let in by the next get', async () => {
    const queue = await make<number>({ maxSize: 1 });
    await queue.put(1);
    const put = queue.put(2);
    expect(await isPending(subject, put)).toBe(true);
    expect(await queue.stats()).toMatchObject({ size: 1, unfinished: 1, waitingPuts: 1 });
    expect(await queue.get()).toBe(1);
    await put;
    expect(await queue.stats()).toMatchObject({ size: 1, unfinished: 2, waitingPuts: 0 });
    expect(await queue.getNowait()).toBe(2);
  });

  check('a waiting put is let in by the next getNowait', async () => {
    const queue = await make<number>({ maxSize: 1 });
    await queue.put(1);
    const put = queue.put(2);
    expect(await queue.getNowait()).toBe(1);
    expect(await queue.full()).toBe(true);
    await put;
    expect(await queue.getNowait()).toBe(2);
  });

  check('gets are served first come, first served', async () => {
    const queue = await make<number>();
    const served: string[] = [];
    const gets = ['first', 'second', 'third'].map(async (name) => {
      served.push(`${name} ${await queue.get()}`);
    });
    for (const item of [30, 20, 10]) {
      await queue.put(item);
    }
    await Promise.all(gets);
    expect(served).toEqual(['first 30', 'second 20', 'third 10']);
  });

  check('puts are served first come, first served', async () => {
    const queue = await make<number>({ maxSize: 1 });
    const puts = [5, 4, 3, 2, 1].map((item) => queue.put(item));
    const taken: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      taken.push(await queue.get());
    }
    expect(taken).toEqual([5, 4, 3, 2, 1]);
    await Promise.all(puts);
  });

  check('a new get never overtakes one that waits', async () => {
    const queue = await make<string>();
    const first = queue.get();
    const put = queue.put('for the first');
    const second = queue.get();
    await put;
    expect(await first).toBe('for the first');
    expect(await isPending(subject, second)).toBe(true);
    expect(await failure(() => queue.getNowait())).toMatchObject(errors.Empty);
    await queue.put('for the second');
    expect(await second).toBe('for the second');
  });

  check('a new put never overtakes one that waits', async () => {
    const queue = await make<number>({ maxSize: 1 });
    await queue.put(1);
    const waiting = queue.put(2);
    const taken = queue.get();
    expect(await failure(() => queue.putNowait(3))).toMatchObject(errors.Full);
    expect(await taken).toBe(1);
    await waiting;
    expect(await queue.get()).toBe(2);
  });

  check('many waiting gets each receive one item', async () => {
    const queue = await make<number>();
    const gets = Array.from({ length: 200 }, () => queue.get());
    for (let item = 0; item < 200; item += 1) {
      await queue.put(item);
    }
    expect(await Promise.all(gets)).toEqual(Array.from({ length: 200 }, (_, item) => item));
    expect(await queue.stats()).toMatchObject({ size: 0, unfinished: 200, waitingGets: 0 });
  });

  check('many producers and consumers lose nothing and double nothing', async () => {
    const queue = await make<number>({ maxSize: 3 });
    const taken: number[] = [];
    const consumers = Array.from({ length: 7 }, async () => {
      for (let count = 0; count < 20; count += 1) {
        taken.push(await queue.get());
      }
    });
    const producers = Array.from({ length: 5 }, async (_, producer) => {
      for (let count = 0; count < 28; count += 1) {
        await queue.put(producer * 28 + count);
      }
    });
    await Promise.all([...producers, ...consumers]);
    expect(taken.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 140 }, (_, item) => item));
    expect(await queue.stats()).toMatchObject({ size: 0, unfinished: 140, waitingGets: 0, waitingPuts: 0 });
  });
}
