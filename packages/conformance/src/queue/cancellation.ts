import { expect } from 'vitest';
import { errors, isPending, rejection, type Subject } from './subject.ts';

const nobodyWaits = { waitingGets: 0, waitingPuts: 0 };

export function describeCancellation(subject: Subject): void {
  const { make, check } = subject;

  check('a get whose timeout passes fails with Empty and leaves no trace', async () => {
    const queue = await make<string>();
    expect(await rejection(() => queue.get({ timeout: 1 }))).toMatchObject(errors.Empty);
    expect(await queue.stats()).toMatchObject(nobodyWaits);
    await queue.put('still here');
    expect(await queue.getNowait()).toBe('still here');
  });

  check('a put whose timeout passes fails with Full and leaves no trace', async () => {
    const queue = await make<number>({ maxSize: 1 });
    await queue.put(1);
    expect(await rejection(() => queue.put(2, { timeout: 1 }))).toMatchObject(errors.Full);
    expect(await queue.stats()).toMatchObject({ ...nobodyWaits, size: 1, unfinished: 1 });
    expect(await queue.getNowait()).toBe(1);
    expect(await queue.empty()).toBe(true);
  });

  check('a join whose timeout passes fails with TimeoutError', async () => {
    const queue = await make<number>();
    await queue.put(1);
    expect(await rejection(() => queue.join({ timeout: 1 }))).toMatchObject(errors.TimeoutError);
    await queue.taskDone();
    await queue.join();
  });

  check('an aborted get rejects with the reason and leaves no trace', async () => {
    const queue = await make<string>();
    const controller = new AbortController();
    const reason = new Error('not any more');
    const taken = queue.get({ signal: controller.signal });
    expect(await isPending(subject, taken)).toBe(true);
    controller.abort(reason);
    expect(await rejection(() => taken)).toBe(reason);
    await subject.settle();
    expect(await queue.stats()).toMatchObject(nobodyWaits);
    await queue.put('still here');
    expect(await queue.getNowait()).toBe('still here');
  });

  check('an aborted put rejects with the reason and leaves no trace', async () => {
    const queue = await make<number>({ maxSize: 1 });
    const controller = new AbortController();
    await queue.put(1);
    const put = queue.put(2, { signal: controller.signal });
    expect(await isPending(subject, put)).toBe(true);
    controller.abort('any value is a reason');
    expect(await rejection(() => put)).toBe('any value is a reason');
    await subject.settle();
    expect(await queue.stats()).toMatchObject({ ...nobodyWaits, size: 1, unfinished: 1 });
    expect(await queue.getNowait()).toBe(1);
    expect(await queue.empty()).toBe(true);
  });

  check('an aborted join rejects with the reason', async () => {
    const queue = await make<number>();
    const controller = new AbortController();
    await queue.put(1);
    const joined = queue.join({ signal: controller.signal });
    expect(await isPending(subject, joined)).toBe(true);
    controller.abort();
    expect(await rejection(() => joined)).toBe(controller.signal.reason);
  });

  check('one who leaves the middle of the line leaves the others in their order', async () => {
    const queue = await make<number>();
    const controller = new AbortController();
    const first = queue.get();
    const leaving = queue.get({ signal: controller.signal });
    const last = queue.get();
    expect(await isPending(subject, last)).toBe(true);
    controller.abort();
    expect(await rejection(() => leaving)).toBe(controller.signal.reason);
    await subject.settle();
    expect(await queue.stats()).toMatchObject({ waitingGets: 2 });
    await queue.put(1);
    await queue.put(2);
    expect(await Promise.all([first, last])).toEqual([1, 2]);
  });

  check('one signal ends every wait that it was given to', async () => {
    const queue = await make<number>({ maxSize: 1 });
    const { signal, abort } = abortable();
    const gets = [queue.get({ signal }), queue.get({ signal })];
    expect(await isPending(subject, Promise.all(gets))).toBe(true);
    abort('enough');
    expect(await Promise.allSettled(gets)).toEqual([
      { status: 'rejected', reason: 'enough' },
      { status: 'rejected', reason: 'enough' },
    ]);
    await subject.settle();
    expect(await queue.stats()).toMatchObject(nobodyWaits);
  });

  check('a signal that has aborted already rejects, and nothing is taken or put in', async () => {
    const queue = await make<number>();
    const signal = AbortSignal.abort('too late');
    await queue.put(1);
    expect(await rejection(() => queue.get({ signal }))).toBe('too late');
    expect(await rejection(() => queue.put(2, { signal }))).toBe('too late');
    expect(await rejection(() => queue.join({ signal }))).toBe('too late');
    await queue.getNowait();
    await queue.taskDone();
    expect(await rejection(() => queue.join({ signal }))).toBe('too late');
    expect(await queue.stats()).toMatchObject({ ...nobodyWaits, size: 0, unfinished: 0 });
  });

  check('a signal that aborts after the wait changes nothing', async () => {
    const queue = await make<number>({ maxSize: 1 });
    const { signal, abort } = abortable();
    const taken = queue.get({ signal });
    await queue.put(1, { signal });
    await queue.put(2);
    const put = queue.put(3, { signal });
    expect(await taken).toBe(1);
    expect(await queue.get({ signal })).toBe(2);
    await put;
    abort('late');
    await subject.settle();
    expect(await queue.getNowait()).toBe(3);
  });

  check('timeout 0 does as the Nowait twin does', async () => {
    const queue = await make<number>({ maxSize: 1 });
    expect(await rejection(() => queue.get({ timeout: 0 }))).toMatchObject(errors.Empty);
    await queue.put(1, { timeout: 0 });
    expect(await rejection(() => queue.put(2, { timeout: 0 }))).toMatchObject(errors.Full);
    expect(await rejection(() => queue.join({ timeout: 0 }))).toMatchObject(errors.TimeoutError);
    expect(await queue.get({ timeout: 0 })).toBe(1);
    await queue.taskDone();
    await queue.join({ timeout: 0 });
    expect(await queue.stats()).toMatchObject(nobodyWaits);
  });

  for (const timeout of [Infinity, 2 ** 31, Number.MAX_VALUE]) {
    check(`a timeout of ${timeout} waits`, async () => {
      const queue = await make<number>();
      const taken = queue.get({ timeout });
      expect(await isPending(subject, taken)).toBe(true);
      await queue.put(1);
      expect(await taken).toBe(1);
    });
  }

  check('each caller has an error object of its own', async () => {
    const queue = await make<number>();
    const gets = [1, 2, 3].map(() => queue.get());
    expect(await isPending(subject, Promise.all(gets))).toBe(true);
    await queue.shutdown();
    const reasons = await Promise.all(gets.map((get) => rejection(() => get)));
    expect(new Set(reasons).size).toBe(3);
  });
}

function abortable(): { signal: AbortSignal; abort: (reason: unknown) => void } {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    abort: (reason) => {
      controller.abort(reason);
    },
  };
}
