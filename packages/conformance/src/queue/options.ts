import type { QueueLike } from '@heddle/queue';
import { expect } from 'vitest';
import { errors, failure, rejection, type Subject, wrong } from './subject.ts';

/** Wrong options of a wait: what is passed, the error, and what its message names and got. */
const wrongWaits: [options: unknown, name: string, message: RegExp][] = [
  [null, 'TypeError', /options .*got null/],
  [5, 'TypeError', /options .*got 5/],
  ['1s', 'TypeError', /options .*got "1s"/],
  [{ timeout: '1' }, 'TypeError', /timeout .*got "1"/],
  [{ timeout: null }, 'TypeError', /timeout .*got null/],
  [{ timeout: 1n }, 'TypeError', /timeout .*got 1n/],
  [{ timeout: -1 }, 'RangeError', /timeout .*got -1/],
  [{ timeout: -Infinity }, 'RangeError', /timeout .*got -Infinity/],
  [{ timeout: NaN }, 'RangeError', /timeout .*got NaN/],
  [{ signal: null }, 'TypeError', /signal .*got null/],
  [{ signal: {} }, 'TypeError', /signal .*got an object/],
  [{ signal: new AbortController() }, 'TypeError', /signal .*got an instance of AbortController/],
];

const waits: Record<string, (queue: QueueLike<number>, options: unknown) => Promise<unknown>> = {
  put: (queue, options) => queue.put(1, wrong(options)),
  get: (queue, options) => queue.get(wrong(options)),
  join: (queue, options) => queue.join(wrong(options)),
};

export function describeOptions({ make, check }: Subject): void {
  for (const [method, call] of Object.entries(waits)) {
    check(`${method} rejects wrong options, and does nothing else`, async () => {
      const queue = await make<number>();
      await queue.put(1);
      const before = await queue.stats();
      for (const [options, name, message] of wrongWaits) {
        const error = await rejection(() => call(queue, options));
        expect(error).toMatchObject({ name, message: expect.stringMatching(message) });
      }
      expect(await queue.stats()).toEqual(before);
    });

    check(`${method} checks its options first, then the signal`, async () => {
      const queue = await make<number>();
      await queue.shutdown();
      const signal = AbortSignal.abort('aborted');
      expect(await rejection(() => call(queue, { signal, timeout: -1 }))).toMatchObject({ name: 'RangeError' });
      expect(await rejection(() => call(queue, { signal, timeout: 0 }))).toBe('aborted');
    });
  }

  check('options that are undefined are as none', async () => {
    const queue = await make<number>();
    const none = { timeout: undefined, signal: undefined };
    await queue.put(1, none);
    expect(await queue.get(none)).toBe(1);
    await queue.taskDone();
    await queue.join(none);
    await queue.shutdown({ immediate: undefined });
    expect(await queue.stats()).toMatchObject({ isShutDown: true });
  });

  check('shutdown comes before the queue', async () => {
    const queue = await make<number>({ maxSize: 1 });
    await queue.put(1);
    await queue.shutdown();
    expect(await rejection(() => queue.put(2, { timeout: 0 }))).toMatchObject(errors.ShutDown);
    expect(await failure(() => queue.putNowait(2))).toMatchObject(errors.ShutDown);
    expect(await queue.get({ timeout: 0 })).toBe(1);
    expect(await rejection(() => queue.get({ timeout: 0 }))).toMatchObject(errors.ShutDown);
  });

  check('shutdown checks its options first', async () => {
    const queue = await make<number>();
    await queue.put(1);
    for (const options of [null, 1, { immediate: 'yes' }, { immediate: null }, { immediate: 1 }]) {
      const error = await failure(() => queue.shutdown(options as { immediate?: boolean }));
      expect(error).toMatchObject({ name: 'TypeError', message: expect.stringMatching(/(options|immediate) .*got /) });
    }
    expect(await queue.stats()).toMatchObject({ size: 1, isShutDown: false });
  });

  check('maxSize is an integer from 0 up or Infinity', async () => {
    for (const maxSize of [-1, 1.5, NaN, -Infinity]) {
      const error = await failure(() => make({ maxSize }));
      expect(error).toMatchObject({ name: 'RangeError', message: expect.stringMatching(`maxSize .*got ${maxSize}`) });
    }
    for (const maxSize of ['1', null, 1n, {}]) {
      const error = await failure(() => make({ maxSize: maxSize as number }));
      expect(error).toMatchObject({ name: 'TypeError', message: expect.stringMatching(/maxSize .*got /) });
    }
  });
}
