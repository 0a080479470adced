import { describe, expect, expectTypeOf, it } from 'vitest';
import { Queue } from '@heddle/queue';
import { pipeline } from '../src/index.ts';
import type { Pipeline, Settled } from '../src/index.ts';
import { Counting, Gated, settle } from './help.ts';

async function* asyncNumbers(): AsyncGenerator<number> {
  yield* [1, 2, 3];
}

describe('pipeline', () => {
  it.each([
    ['an array', [1, 2, 3]],
    ['a set', new Set([1, 2, 3])],
    ['an async iterable', asyncNumbers()],
    [
      'a producer',
      async (put: (n: number) => Promise<void>) => {
        await put(1);
        await put(2);
        await put(3);
      },
    ],
    [
      'a producer that awaits no put',
      (put: (n: number) => Promise<void>) => {
        for (const n of [1, 2, 3]) {
          void put(n);
        }
      },
    ],
  ])('takes %s through its stages', async (_, source) => {
    const run = pipeline<number>(source)
      .consume(async (n) => n * 2, { queueSize: 1 })
      .consume((n) => `${n}`)
      .run({ ordered: true });
    expect(await run.results()).toEqual(['2', '4', '6']);
  });

  it('takes a queue as its source', async () => {
    const queue = new Queue<string>();
    for (const item of ['a', 'b']) {
      queue.putNowait(item);
    }
    queue.shutdown();
    expect(
      await pipeline(queue)
        .consume((s) => s.toUpperCase())
        .run({ ordered: true })
        .results(),
    ).toEqual(['A', 'B']);
  });

  it('has results for no item, and for items that are undefined', async () => {
    expect(await pipeline([]).consume(String).run().results()).toEqual([]);
    const items = [undefined, null, 0];
    expect(
      await pipeline(items)
        .consume((x) => x)
        .run({ ordered: true })
        .results(),
    ).toEqual(items);
  });

  it('passes the items through where there is no stage', async () => {
    const run = pipeline([1, 2]).run();
    expect(await run.results()).toEqual([1, 2]);
    expect(run.stats()).toMatchObject({ produced: 2, done: 2, stages: [] });
  });

  it('changes no pipeline: each consume answers a new one, and each can run more than once', async () => {
    const base = pipeline([1, 2]);
    const doubled = base.consume((n) => n * 2);
    const squared = base.consume((n) => n * n);
    for (let time = 0; time < 2; time += 1) {
      expect(await doubled.run({ ordered: true }).results()).toEqual([2, 4]);
      expect(await squared.run({ ordered: true }).results()).toEqual([1, 4]);
    }
  });

  it('starts at run(), before anybody reads, and after listeners could be added', async () => {
    const gated = new Gated<number>();
    const source = new Counting(1);
    const run = pipeline(source).consume(gated.fn).run();
    expect(source.pulled).toBe(0);
    await settle();
    expect(gated.started).toEqual([0]);
    gated.open(0);
    await run.finished();
  });

  it('gives the results as completed, or in the order of the source', async () => {
    for (const [ordered, expected] of [
      [false, [3, 2, 1]],
      [true, [1, 2, 3]],
    ] as const) {
      const gated = new Gated<number>();
      const run = pipeline([1, 2, 3]).consume(gated.fn).run({ ordered });
      const results = run.results();
      for (const n of [3, 2, 1]) {
        await settle();
        gated.open(n);
      }
      expect(await results).toEqual(expected);
    }
  });

  it('keeps its types through the stages', () => {
    const numbers = pipeline(['a', 'b']).consume(async (s) => s.length);
    expectTypeOf(numbers).toEqualTypeOf<Pipeline<number>>();
    const skipped = numbers.consume((n) => n > 1, { onError: 'skip' });
    expectTypeOf(skipped).toEqualTypeOf<Pipeline<boolean>>();
    const settled = numbers.consume((n) => `${n}`, { onError: 'collect', workers: 2 });
    expectTypeOf(settled).toEqualTypeOf<Pipeline<Settled<number, string>>>();
    settled.consume((outcome) => {
      expectTypeOf(outcome.item).toEqualTypeOf<number>();
    });
    // @ts-expect-error a stage takes what the one before gives
    numbers.consume((s: string) => s);
    const unsettled = (): Promise<boolean[]> => skipped.run().results();
    expectTypeOf(unsettled).returns.toEqualTypeOf<Promise<boolean[]>>();
  });
});
