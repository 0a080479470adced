import { EventLoopExecutor } from '@heddle/futures';
import { describe, expect, it } from 'vitest';
import { pipeline } from '../src/index.ts';
import { Counting, Gated, settle } from './help.ts';

describe('back-pressure', () => {
  it('holds at most queueSize waiting, workers in hand and one on its way', async () => {
    const source = new Counting();
    const gated = new Gated<number>();
    await using run = pipeline(source).consume(gated.fn, { workers: 3, queueSize: 4 }).run({ graceMs: 0 });
    await settle();
    expect(gated.started).toEqual([0, 1, 2]);
    expect(source.pulled).toBe(4 + 3 + 1);
    expect(run.stats().stages[0]).toMatchObject({ waiting: 4, running: 3, workers: 3, queueSize: 4 });
  });

  it('presses back from an unread result: its worker takes no other item', async () => {
    const source = new Counting();
    await using run = pipeline(source)
      .consume((n) => n, { workers: 2, queueSize: 1 })
      .consume((n) => n, { workers: 1, queueSize: 3 })
      .run({ ordered: true });
    await settle();
    expect(source.pulled).toBe(1 + 2 + 3 + 1 + 1);
    expect(run.stats()).toMatchObject({ done: 1, running: 0, waiting: 3 });
    const reader = run[Symbol.asyncIterator]();
    expect(await reader.next()).toEqual({ done: false, value: 0 });
    await settle();
    expect(source.pulled).toBe(1 + 2 + 3 + 1 + 1 + 1);
  });

  it('lets a producer put once there is room, and counts one on its way, awaited or not', async () => {
    const gated = new Gated<number>();
    let entered = 0;
    await using run = pipeline<number>(async (put) => {
      await Promise.all([0, 1, 2, 3, 4].map((n) => put(n).then(() => (entered += 1))));
    })
      .consume(gated.fn, { workers: 1, queueSize: 1 })
      .run();
    await settle();
    expect(entered).toBe(2);
    expect(run.stats().produced).toBe(3);
    const results = run.results();
    for (const n of [0, 1, 2, 3, 4]) {
      gated.open(n);
    }
    expect(await results).toEqual([0, 1, 2, 3, 4]);
  });

  it('has 8 workers and a queue of twice the workers by default, or those of the executor', async () => {
    await using executor = new EventLoopExecutor({ maxWorkers: 3 });
    const run = pipeline([1])
      .consume((n) => n)
      .consume((n) => n, { executor })
      .consume((n) => n, { executor: executor.with({ priority: 1 }) })
      .consume((n) => n, { executor, workers: 5 })
      .run();
    await run.finished();
    expect(run.stats().stages).toMatchObject([
      { workers: 8, queueSize: 16 },
      { workers: 3, queueSize: 6 },
      { workers: 3, queueSize: 6 },
      { workers: 5, queueSize: 10 },
    ]);
  });
});
