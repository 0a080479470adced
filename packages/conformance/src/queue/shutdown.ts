import { expect } from 'vitest';
import { errors, failure, isPending, rejection, type Subject, takeNow } from './subject.ts';

export function describeShutdown(subject: Subject): void {
  const { make, check, leaving } = subject;

  check('every later put fails with ShutDown', async () => {
    const queue = await make<number>();
    await queue.shutdown();
    expect(await rejection(() => queue.put(1))).toMatchObject(errors.ShutDown);
    expect(await failure(() => queue.putNowait(1))).toMatchObject(errors.ShutDown);
    expect(await queue.stats()).toMatchObject({ size: 0, unfinished: 0, isShutDown: true });
  });

  check('get drains what is left, then fails with ShutDown', async () => {
    const queue = await make<number>();
    for (const item of [2, 1, 3]) {
      await queue.put(item);
    }
    await queue.shutdown();
    const [first, ...rest] = leaving([2, 1, 3]);
    expect(await queue.get()).toBe(first);
    expect(await takeNow(queue, 2)).toEqual(rest);
    expect(await rejection(() => queue.get())).toMatchObject(errors.ShutDown);
    expect(await failure(() => queue.getNowait())).toMatchObject(errors.ShutDown);
  });

  check('a waiting put fails with ShutDown, and its item never gets in', async () => {
    const queue = await make<number>({ maxSize: 1 });
    await queue.put(1);
    const put = queue.put(2);
    expect(await isPending(subject, put)).toBe(true);
    await queue.shutdown();
    expect(await rejection(() => put)).toMatchObject(errors.ShutDown);
    expect(await queue.stats()).toMatchObject({ size: 1, unfinished: 1, waitingPuts: 0 });
    expect(await queue.get()).toBe(1);
    expect(await rejection(() => queue.get())).toMatchObject(errors.ShutDown);
  });

  check('a waiting get fails with ShutDown', async () => {
    const queue = await make<number>();
    const gets = [queue.get(), queue.get()];
    expect(await isPending(subject, Promise.all(gets))).toBe(true);
    await queue.shutdown();
    for (const get of gets) {
      expect(await rejection(() => get)).toMatchObject(errors.ShutDown);
    }
    expect(await queue.stats()).toMatchObject({ waitingGets: 0 });
  });

  check('join goes on waiting for what is left and what was taken', async () => {
    const queue = await make<number>();
    await queue.put(1);
    await queue.put(2);
    await queue.get();
    const joined = queue.join();
    await queue.shutdown();
    expect(await isPending(subject, joined)).toBe(true);
    await queue.get();
    await queue.taskDone();
    expect(await isPending(subject, joined)).toBe(true);
    await queue.taskDone();
    await joined;
    await queue.join();
  });

  check('immediate empties the queue, and counts what it dropped as done', async () => {
    const queue = await make<number>();
    await queue.put(1);
    await queue.put(2);
    const joined = queue.join();
    await queue.shutdown({ immediate: true });
    await joined;
    expect(await queue.stats()).toMatchObject({ size: 0, unfinished: 0, isShutDown: true });
    expect(await rejection(() => queue.get())).toMatchObject(errors.ShutDown);
    expect(await failure(() => queue.taskDone())).toMatchObject(errors.TaskDoneError);
  });

  check('immediate leaves unfinished what was taken', async () => {
    const queue = await make<number>();
    await queue.put(1);
    await queue.put(2);
    await queue.get();
    const joined = queue.join();
    await queue.shutdown({ immediate: true });
    expect(await queue.stats()).toMatchObject({ size: 0, unfinished: 1 });
    expect(await isPending(subject, joined)).toBe(true);
    await queue.taskDone();
    await joined;
  });

  check('immediate fails who waits, gets and puts alike', async () => {
    const empty = await make<number>();
    const taken = empty.get();
    await empty.shutdown({ immediate: true });
    expect(await rejection(() => taken)).toMatchObject(errors.ShutDown);

    const full = await make<number>({ maxSize: 1 });
    await full.put(1);
    const put = full.put(2);
    await full.shutdown({ immediate: true });
    expect(await rejection(() => put)).toMatchObject(errors.ShutDown);
    expect(await full.stats()).toMatchObject({ size: 0, unfinished: 0, waitingPuts: 0 });
  });

  check('immediate may follow a plain shutdown', async () => {
    const queue = await make<number>();
    await queue.put(1);
    await queue.shutdown();
    await queue.shutdown();
    expect(await queue.qsize()).toBe(1);
    await queue.shutdown({ immediate: true });
    await queue.join();
    expect(await queue.empty()).toBe(true);
  });

  check('immediate never counts below 0 what was acknowledged early', async () => {
    const queue = await make<number>();
    await queue.put(1);
    await queue.put(2);
    await queue.taskDone();
    await queue.shutdown({ immediate: true });
    expect(await queue.stats()).toMatchObject({ size: 0, unfinished: 0 });
    await queue.join();
  });

  check('immediate: false is a plain shutdown', async () => {
    const queue = await make<number>();
    await queue.put(1);
    await queue.shutdown({ immediate: false });
    expect(await queue.get()).toBe(1);
    expect(await queue.stats()).toMatchObject({ isShutDown: true });
  });
}
