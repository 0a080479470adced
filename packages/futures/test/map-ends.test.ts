import { describe, expect, test, vi } from 'vitest';
import { EventLoopExecutor } from '../src/index.ts';
import { Door, failure, turn } from './support/help.ts';
import { double, over, Source, upTo } from './support/source.ts';

describe('leaving early', () => {
  for (const kind of ['sync', 'async'] as const) {
    test(`cancels what is pending, tells the source, and neither waits for nor aborts what runs: ${kind}`, async () => {
      await using executor = new EventLoopExecutor({ maxWorkers: 2 });
      const door = new Door();
      const source = new Source(upTo(10));
      const results = executor.map(door.pass, source[kind](), { bufferSize: 5 });
      await turn();
      await door.open(1);
      for await (const result of results) {
        expect(result).toBe(0);
        break;
      }
      expect(source.returned).toBe(1);
      expect(executor.stats()).toMatchObject({ pending: 0, running: 2 });
      const { pulled } = source;
      await door.open();
      expect(executor.stats()).toMatchObject({ done: 3, running: 0 });
      expect(source.pulled).toBe(pulled);
      expect(await results.next()).toEqual(over);
    });
  }

  test('a source that throws from return changes nothing', async () => {
    await using executor = new EventLoopExecutor();
    const items = {
      [Symbol.iterator]: () => ({
        next: () => ({ done: false as const, value: 1 }),
        return: () => {
          throw new Error('of return');
        },
      }),
    };
    const results = executor.map(double, items, { bufferSize: 1 });
    expect(await results.return?.()).toEqual(over);
  });
});

describe('deadline and signal', () => {
  test('the deadline is one for all, from the call; what had finished comes first', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    await using executor = new EventLoopExecutor({ maxWorkers: 1 });
    const door = new Door();
    const results = executor.map(door.pass, [1, 2, 3, 4], { timeout: 100 });
    await turn();
    await vi.advanceTimersByTimeAsync(60);
    await door.open();
    await door.open();
    expect((await results.next()).value).toBe(1);
    await vi.advanceTimersByTimeAsync(60);
    expect((await results.next()).value).toBe(2);
    expect(await failure(results.next())).toMatchObject({ name: 'TimeoutError', code: 'ERR_TIMEOUT' });
    expect(await results.next()).toEqual(over);
    expect(executor.stats()).toMatchObject({ running: 1, pending: 0, cancelled: 1 });
    await door.open();

    const waiting = executor.map(door.pass, [1], { timeout: 100 });
    const next = failure(waiting.next());
    await vi.advanceTimersByTimeAsync(100);
    expect(await next).toMatchObject({ code: 'ERR_TIMEOUT' });
    await door.open();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  test('a signal ends it: pending items are cancelled, running ones go on, the source is told', async () => {
    await using executor = new EventLoopExecutor({ maxWorkers: 1 });
    const door = new Door();
    const controller = new AbortController();
    const source = new Source(upTo(10));
    const results = executor.map(door.pass, source.sync(), { signal: controller.signal, bufferSize: 3 });
    const [first, second] = [results.next(), results.next()];
    await turn();
    controller.abort('enough');
    expect(await failure(first)).toBe('enough');
    expect(await second).toEqual(over);
    expect(executor.stats()).toMatchObject({ running: 1, pending: 0, cancelled: 2 });
    expect(source.returned).toBe(1);
    await door.open();
    expect(executor.stats()).toMatchObject({ done: 1 });
  });
});

describe('chunks', () => {
  test('of a number travel as one task; the rest makes a smaller one', async () => {
    await using executor = new EventLoopExecutor();
    expect(await executor.map(double, upTo(10), { chunkSize: 4 }).toArray()).toEqual(upTo(10).map(double));
    expect(executor.stats().done).toBe(3);
  });

  test('after a failure the rest of its chunk is not run, unless settled', async () => {
    await using executor = new EventLoopExecutor({ maxWorkers: 1 });
    for (const settled of [false, true]) {
      const calls: number[] = [];
      const call = (n: number): number => {
        calls.push(n);
        if (n === 1) {
          throw new Error('no');
        }
        return n;
      };
      await executor
        .map(call, [0, 1, 2, 3], { chunkSize: 4, settled })
        .toArray()
        .catch(() => {});
      expect(calls).toEqual(settled ? [0, 1, 2, 3] : [0, 1]);
    }
  });

  test('auto grows where items are quick', async () => {
    await using executor = new EventLoopExecutor({ maxWorkers: 1 });
    expect(await executor.map(double, upTo(5_000), { chunkSize: 'auto' }).toArray()).toEqual(upTo(5_000).map(double));
    expect(executor.stats().done).toBeLessThan(1_000);
  });

  test('auto stays at one where an item takes long', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    await using executor = new EventLoopExecutor({ maxWorkers: 1 });
    const slow = (n: number): number => {
      vi.advanceTimersByTime(50);
      return n;
    };
    expect(await executor.map(slow, upTo(20), { chunkSize: 'auto' }).toArray()).toEqual(upTo(20));
    expect(executor.stats().done).toBe(20);
    vi.useRealTimers();
  });

  test('items of a view with retries or a timeout travel alone: a try and its time are theirs', async () => {
    await using executor = new EventLoopExecutor();
    for (const options of [{ retries: 1 }, { timeout: 60_000 }]) {
      const before = executor.stats().done;
      await executor.with(options).map(double, upTo(6), { chunkSize: 3 }).toArray();
      expect(executor.stats().done - before).toBe(6);
    }
  });
});

test('several readers share the results', async () => {
  await using executor = new EventLoopExecutor();
  const results = executor.map(double, upTo(5));
  const read = await Promise.all(Array.from({ length: 7 }, () => results.next()));
  expect(read.map(({ value }) => value)).toEqual([0, 2, 4, 6, 8, undefined, undefined]);
  expect(results[Symbol.asyncIterator]()).toBe(results);
});
