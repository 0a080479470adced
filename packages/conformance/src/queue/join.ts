import { expect } from 'vitest';
import { errors, failure, isPending, type Subject } from './subject.ts';

export function describeJoin(subject: Subject): void {
  const { make, check } = subject;

  check('join resolves at once where nothing is unfinished', async () => {
    const queue = await make<number>();
    await queue.join();
  });

  check('join waits until every item is done', async () => {
    const queue = await make<number>();
    await queue.put(1);
    await queue.put(2);
    const joined = queue.join();
    await queue.get();
    await queue.get();
    await queue.taskDone();
    expect(await queue.stats()).toMatchObject({ size: 0, unfinished: 1 });
    expect(await isPending(subject, joined)).toBe(true);
    await queue.taskDone();
    await joined;
    expect(await queue.stats()).toMatchObject({ unfinished: 0 });
  });

  check('every join that waits is woken', async () => {
    const queue = await make<number>();
    await queue.put(1);
    const joined = Promise.all([queue.join(), queue.join(), queue.join()]);
    expect(await isPending(subject, joined)).toBe(true);
    await queue.taskDone();
    await joined;
  });

  check('an item that was handed to a waiting get is unfinished too', async () => {
    const queue = await make<number>();
    const taken = queue.get();
    await queue.put(1);
    await taken;
    const joined = queue.join();
    expect(await isPending(subject, joined)).toBe(true);
    await queue.taskDone();
    await joined;
  });

  check('an item counts from when it is in, not while its put waits', async () => {
    const queue = await make<number>({ maxSize: 1 });
    await queue.put(1);
    const put = queue.put(2);
    await queue.taskDone();
    await queue.join();
    await queue.get();
    await put;
    expect(await queue.stats()).toMatchObject({ unfinished: 1 });
  });

  check('a queue can be joined again', async () => {
    const queue = await make<number>();
    for (let round = 0; round < 2; round += 1) {
      await queue.put(round);
      const joined = queue.join();
      expect(await isPending(subject, joined)).toBe(true);
      await queue.get();
      await queue.taskDone();
      await joined;
    }
  });

  check('taskDone more often than there were items fails with TaskDoneError', async () => {
    const queue = await make<number>();
    expect(await failure(() => queue.taskDone())).toMatchObject(errors.TaskDoneError);
    await queue.put(1);
    await queue.taskDone();
    expect(await failure(() => queue.taskDone())).toMatchObject(errors.TaskDoneError);
    expect(await queue.stats()).toMatchObject({ unfinished: 0, size: 1 });
  });
}
