import { expect, test, vi } from 'vitest';
import { Queue, SimpleQueue } from '../src/index.ts';

test('what an item carries is yielded, as a get resolves it, whether it is there or is waited for', async () => {
  const queue = new SimpleQueue<unknown>();
  const items = queue[Symbol.asyncIterator]();
  // oxlint-disable-next-line unicorn/no-thenable -- a thenable is the point
  for (const item of [Promise.resolve(1), { then: (resolve: (value: number) => void) => resolve(1) }]) {
    queue.put(item);
    expect(await items.next()).toEqual({ done: false, value: 1 });
    const next = items.next();
    queue.put(item);
    expect(await next).toEqual({ done: false, value: 1 });
  }
});

test('an item that cannot be looked at fails its next(), and no other', async () => {
  const queue = new SimpleQueue<unknown>();
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  queue.put(proxy);
  queue.put(Promise.reject(new RangeError('carried')));
  queue.put(3);
  const items = queue[Symbol.asyncIterator]();
  await expect(items.next()).rejects.toBeInstanceOf(TypeError);
  await expect(items.next()).rejects.toBeInstanceOf(RangeError);
  expect(await items.next()).toEqual({ done: false, value: 3 });
});

test('a loop that never waits listens to nothing', async () => {
  const listens = vi.spyOn(AbortSignal.prototype, 'addEventListener');
  const queue = new Queue<number>();
  queue.putNowait(1);
  for await (const item of queue) {
    expect(item).toBe(1);
    break;
  }
  expect(listens).not.toHaveBeenCalled();
  listens.mockRestore();
});
