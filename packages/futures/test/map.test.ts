import { describe, expect, test } from 'vitest';
import { EventLoopExecutor, type MapOptions, type MapResults } from '../src/index.ts';
import { Door, failure, isPending, turn, wrong } from './support/help.ts';
import { double, over, Source, upTo } from './support/source.ts';

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
    const call = (options: unknown): MapResults<unknown> => executor.map(double, source.sync(), options as MapOptions);
    const signal = AbortSignal.abort('aborted');
    const calls: [MapResults<unknown>, unknown][] = [
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
