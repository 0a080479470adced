import type { SimpleQueueLike } from '@heddle/queue';
import { expect } from 'vitest';
import { errors, isPending, rejection, type SimpleSubject, failure } from './subject.ts';

/** What every queue does, a `SimpleQueue` too, which has no other methods than these. */
export function describeSimple(subject: SimpleSubject): void {
  const { makeSimple, checkSimple, leaving, settle } = subject;
  const filled = async (items: readonly number[]): Promise<SimpleQueueLike<number>> => {
    const queue = await makeSimple<number>();
    for (const item of items) {
      await queue.put(item);
    }
    return queue;
  };

  checkSimple('what is put in leaves in its order, and qsize and empty follow', async () => {
    const items = [3, 1, 2];
    const queue = await filled(items);
    expect([await queue.qsize(), await queue.empty()]).toEqual([3, false]);
    expect([await queue.get(), await queue.getNowait(), await queue.get({ timeout: 0 })]).toEqual(leaving(items));
    expect([await queue.qsize(), await queue.empty()]).toEqual([0, true]);
    expect(await failure(() => queue.getNowait())).toMatchObject(errors.Empty);
  });

  checkSimple('undefined is an item as any other', async () => {
    const queue = await makeSimple<undefined>();
    await queue.put(undefined);
    expect([await queue.qsize(), await queue.get(), await queue.qsize()]).toEqual([1, undefined, 0]);
  });

  checkSimple('whoever waits is served first come, first served, and nobody overtakes', async () => {
    const queue = await makeSimple<number>();
    const gets = [queue.get(), queue.get()];
    await queue.put(1);
    await queue.put(2);
    gets.push(queue.get());
    await settle();
    expect(await queue.empty()).toBe(true);
    await queue.put(3);
    expect(await Promise.all(gets)).toEqual([1, 2, 3]);
  });

  checkSimple('a get that ends early takes nothing', async () => {
    const queue = await makeSimple<number>();
    const controller = new AbortController();
    const late = rejection(() => queue.get({ timeout: 1 }));
    const aborted = rejection(() => queue.get({ signal: controller.signal }));
    const patient = queue.get();
    expect(await late).toMatchObject(errors.Empty);
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await aborted).toBe(reason);
    expect(await isPending(subject, patient)).toBe(true);
    await queue.put(1);
    await queue.put(2);
    expect([await patient, await queue.get(), await queue.qsize()]).toEqual([1, 2, 0]);
  });

  checkSimple('get looks at its options first, then at the signal, then at the queue', async () => {
    const queue = await filled([1]);
    const signal = AbortSignal.abort(new Error('aborted before'));
    expect(await rejection(() => queue.get(null as never))).toBeInstanceOf(TypeError);
    expect(await rejection(() => queue.get({ timeout: '1' as never }))).toBeInstanceOf(TypeError);
    expect(await rejection(() => queue.get({ signal, timeout: NaN }))).toBeInstanceOf(RangeError);
    expect(await rejection(() => queue.get({ signal }))).toBe(signal.reason);
    expect(await queue.get({ timeout: 0 })).toBe(1);
    expect(await rejection(() => queue.get({ timeout: 0 }))).toMatchObject(errors.Empty);
  });

  checkSimple('a loop takes nothing ahead, and leaving it loses nothing', async () => {
    const queue = await filled([1, 2]);
    const [first, second] = leaving([1, 2]);
    for await (const item of queue) {
      expect(item).toBe(first);
      break;
    }
    const iterator = queue[Symbol.asyncIterator]();
    expect(await iterator.next()).toEqual({ done: false, value: second });
    const pending = iterator.next();
    await iterator.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    await queue.put(3);
    expect(await queue.getNowait()).toBe(3);
  });
}
