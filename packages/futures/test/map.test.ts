import { describe, expect, test, vi } from 'vitest';
import { EventLoopExecutor, type MapResults } from '../src/index.ts';
import { Door, failure, isPending, turn, wrong } from './support/help.ts';

const over = { done: true, value: undefined };

/** A source that counts what was pulled, and whether it was told to end. */
class Source<T> {
  pulled = 0;
  returned = 0;
  readonly #items: T[];
  constructor(items: Iterable<T>) {
    this.#items = [...items];
  }

  readonly #next = (): IteratorResult<T, undefined> => {
    const index = this.pulled;
    if (index >= this.#items.length) {
      return { done: true, value: undefined };
    }
    this.pulled += 1;
    return { done: false, value: this.#items[index] as T };
  };

  readonly #return = (): IteratorResult<T, undefined> => {
    this.returned += 1;
    return { done: true, value: undefined };
  };

  sync(): Iterable<T> {
    return { [Symbol.iterator]: () => ({ next: this.#next, return: this.#return }) };
  }

  async(): AsyncIterable<T> {
    return {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.resolve(this.#next()),
        return: () => Promise.resolve(this.#return()),
      }),
    };
  }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const double = (n: number): number => 2 * n;

describe('what is pulled', () => {
  test('without bufferSize a sync iterable is submitted whole at the call', async () => {
    await using executor = new EventLoopExecutor({ maxWorkers: 2 });
    const source = new Source(upTo(1_000));
    const results = executor.map(double, source.sync());
    expect([source.pulled, executor.stats().pending]).toEqual([1_000, 1_000]);
    expect(await results.toArray()).toEqual(upTo(1_000).map(double));
    expect(source.returned).toBe(0);
  });

  for (const kind of ['sync', 'async'] as const) {
    for (const ordered of [true, false]) {
      test(`with it, exactly that many are pulled and not taken: ${kind}, ordered ${ordered}`, async () => {
        await using executor = new EventLoopExecutor({ maxWorkers: 8 });
        const source = new Source(upTo(20));
        const results = executor.map(double, source[kind](), { bufferSize: 3, ordered });
        for (let taken = 0; taken < 20; taken += 1) {
          await turn();
          expect(source.pulled - taken).toBe(Math.min(3, 20 - taken));
          expect((await results.next()).value).toBe(2 * taken);
        }
        expect(await results.next()).toEqual(over);
      });
    }
  }

  test('with chunks too', async () => {
    await using executor = new EventLoopExecutor({ maxWorkers: 2 });
    for (const chunkSize of [2, 100, 'auto'] as const) {
      const source = new Source(upTo(20));
      const results = executor.map(double, source.sync(), { bufferSize: 5, chunkSize });
      for (let taken = 0; taken < 20; taken += 1) {
        await turn();
        expect(source.pulled - taken).toBeLessThanOrEqual(5);
        expect((await results.next()).value).toBe(2 * taken);
      }
    }
  });

  test('of an async iterable 2 × maxWorkers by default', async () => {
    await using executor = new EventLoopExecutor({ maxWorkers: 3 });
    const source = new Source(upTo(20));
    const results = executor.map(double, source.async());
    await turn();
    expect(source.pulled).toBe(6);
    expect(await results.toArray()).toEqual(upTo(20).map(double));
  });

  test('a slow async source is waited for', async () => {
    await using executor = new EventLoopExecutor();
    const door = new Door();
    const results = executor.map(
      double,
      (async function* slow() {
        yield await door.pass(1);
        yield await door.pass(2);
      })(),
    );
    const [first, second, third] = [results.next(), results.next(), results.next()];
    expect(await isPending(first)).toBe(true);
    await door.open();
    expect(await first).toEqual({ done: false, value: 2 });
    expect(await isPending(second)).toBe(true);
    await door.open();
    expect(await second).toEqual({ done: false, value: 4 });
    expect(await third).toEqual(over);
  });
});

describe('errors', () => {
  test.each([new RangeError('no'), undefined, null, 0])(
    "one (%s) surfaces at its item's place, ends the iteration, and cancels what has not started",
    async (thrown) => {
      await using executor = new EventLoopExecutor({ maxWorkers: 2 });
      const door = new Door();
      const source = new Source(upTo(10));
      const results = executor.map(
        async (n) => {
          if (n === 1) {
            throw thrown;
          }
          return door.pass(n);
        },
        source.sync(),
        { bufferSize: 6 },
      );
      await turn();
      await door.open(1);
      expect((await results.next()).value).toBe(0);
      expect(await failure(results.next())).toBe(thrown);
      expect(await results.next()).toEqual(over);
      expect([source.pulled, source.returned]).toEqual([7, 1]);
      expect(executor.stats()).toMatchObject({ pending: 0, running: 2, failed: 1, cancelled: 3 });
      await door.open();
    },
  );

  test('of an early item does not hide the ones before it, even when it comes first', async () => {
    await using executor = new EventLoopExecutor({ maxWorkers: 2 });
    const door = new Door();
    const results = executor.map((n) => (n === 1 ? Promise.reject(new Error('no')) : door.pass(n)), [0, 1]);
    await turn();
    await door.open();
    expect((await results.next()).value).toBe(0);
    expect(await failure(results.next())).toMatchObject({ message: 'no' });
  });

  test('unordered, one surfaces as it comes', async () => {
    await using executor = new EventLoopExecutor({ maxWorkers: 2 });
    const door = new Door();
    const results = executor.map((n) => (n === 1 ? Promise.reject(new Error('no')) : door.pass(n)), [0, 1], {
      ordered: false,
    });
    expect(await failure(results.next())).toMatchObject({ message: 'no' });
    expect(await results.next()).toEqual(over);
    await door.open();
  });

  for (const kind of ['sync', 'async'] as const) {
    test(`of the source reject the next next: ${kind}`, async () => {
      await using executor = new EventLoopExecutor({ maxWorkers: 1 });
      const door = new Door();
      const error = new Error('of the source');
      const items =
        kind === 'sync'
          ? (function* items() {
              yield 1;
              throw error;
            })()
          : (async function* items() {
              yield 1;
              throw error;
            })();
      const results = executor.map(door.pass, items);
      await turn();
      expect(await failure(results.next())).toBe(error);
      expect(await results.next()).toEqual(over);
      await door.open();
    });
  }

  test('settled yields them, in order and unordered, and goes on', async () => {
    await using executor = new EventLoopExecutor();
    const half = async (n: number): Promise<number> => {
      if (n % 2 === 1) {
        throw n === 1 ? undefined : new Error(`odd: ${n}`);
      }
      return n / 2;
    };
    const expected = [
      { status: 'fulfilled', value: 0 },
      { status: 'rejected', reason: undefined },
      { status: 'fulfilled', value: 1 },
      { status: 'rejected', reason: new Error('odd: 3') },
    ];
    for (const chunkSize of [1, 3, 'auto'] as const) {
      expect(await executor.map(half, upTo(4), { settled: true, chunkSize }).toArray()).toEqual(expected);
    }
    const unordered = await executor.map(half, upTo(4), { settled: true, ordered: false }).toArray();
    expect(unordered).toHaveLength(4);
    expect(unordered).toEqual(expect.arrayContaining(expected) as unknown);
  });

  test('never throws at the call: what is wrong rejects the first next, and pulls nothing', async () => {
    await using executor = new EventLoopExecutor();
    const source = new Source(upTo(3));
    const call = (options: unknown): MapResults<number> => executor.map(double, source.sync(), wrong(options));
    const signal = AbortSignal.abort('aborted');
    const calls: [MapResults<number>, unknown][] = [
      [call(null), expect.any(TypeError)],
      [call({ timeout: -1, signal }), expect.any(RangeError)],
      [call({ chunkSize: 0 }), expect.any(RangeError)],
      [call({ chunkSize: 'big' }), expect.any(TypeError)],
      [call({ bufferSize: 0 }), expect.any(RangeError)],
      [call({ bufferSize: '1' }), expect.any(TypeError)],
      [call({ ordered: 1 }), expect.any(TypeError)],
      [call({ settled: 'yes' }), expect.any(TypeError)],
      [call({ signal }), 'aborted'],
      [executor.map(double, wrong(1)), expect.any(TypeError)],
      [executor.map(double, wrong(null)), expect.any(TypeError)],
      [executor.map(wrong(1), [1]), expect.any(TypeError)],
      [executor.starmap(double, wrong([1])), expect.any(TypeError)],
    ];
    for (const [results, expected] of calls) {
      expect(await failure(results.next())).toEqual(expected);
      expect(await results.next()).toEqual(over);
    }
    expect(source.pulled).toBe(0);
    const closed = new EventLoopExecutor();
    await closed.shutdown();
    expect(await failure(closed.map(double, [1]).next())).toMatchObject({ code: 'ERR_EXECUTOR_SHUTDOWN' });
  });
});

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
