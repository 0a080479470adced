import { EventLoopExecutor, currentTask } from '@heddle/futures';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pipeline } from '../src/index.ts';
import { Counting, Gated, settle } from './help.ts';

describe('onError', () => {
  const odd = new Error('odd');
  const even = (n: number): number => {
    if (n % 2 === 1) {
      throw odd;
    }
    return n;
  };

  it("'fail' ends the run with the error itself, and closes the source", async () => {
    const source = new Counting();
    const run = pipeline(source).consume(even, { workers: 1 }).run();
    const seen: number[] = [];
    await expect(
      (async () => {
        for await (const n of run) {
          seen.push(n);
        }
      })(),
    ).rejects.toBe(odd);
    expect(seen).toEqual([0]);
    expect(source.closed).toBe(1);
    expect(run.stats()).toMatchObject({ done: 1, failed: 1, waiting: 0, running: 0 });
  });

  it.each([undefined, null, 0, 'text'])('takes %o for an error as it is', async (thrown) => {
    const run = pipeline([1])
      .consume(() => {
        throw thrown;
      })
      .run();
    const outcome = await run.results().then(
      () => 'none',
      (error: unknown) => [error],
    );
    expect(outcome).toEqual([thrown]);
  });

  it('tells the error to the first reader alone, then that it is over', async () => {
    const run = pipeline([1]).consume(even).run();
    const reader = run[Symbol.asyncIterator]();
    const [first, second] = await Promise.allSettled([reader.next(), reader.next()]);
    expect(first).toEqual({ status: 'rejected', reason: odd });
    expect(second).toEqual({ status: 'fulfilled', value: { done: true, value: undefined } });
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  it("'skip' leaves the item out and counts it, in order too", async () => {
    for (const ordered of [false, true]) {
      const run = pipeline([0, 1, 2, 3, 4])
        .consume(even, { onError: 'skip' })
        .consume((n) => n * 10)
        .run({ ordered });
      expect(await run.results()).toEqual([0, 20, 40]);
      expect(run.stats()).toMatchObject({
        produced: 5,
        done: 3,
        failed: 0,
        eta: 0,
        stages: [{ done: 3, failed: 2 }, {}],
      });
    }
  });

  it("'collect' passes on what happened, with the item", async () => {
    const run = pipeline([0, 1]).consume(even, { onError: 'collect' }).run({ ordered: true });
    expect(await run.results()).toEqual([
      { status: 'fulfilled', item: 0, value: 0 },
      { status: 'rejected', item: 1, reason: odd },
    ]);
    expect(run.stats()).toMatchObject({ done: 1, failed: 1 });
  });

  it('ends the run, whatever onError says, when the executor takes no calls', async () => {
    const executor = new EventLoopExecutor();
    await executor.shutdown();
    const run = pipeline([1, 2])
      .consume((n) => n, { executor, onError: 'skip' })
      .run();
    await expect(run.results()).rejects.toMatchObject({ code: 'ERR_EXECUTOR_SHUTDOWN' });
  });
});

describe('tries', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('are repeated after the backoff, and counted beyond the first', async () => {
    const fn = vi.fn(() => {
      throw new Error('again');
    });
    const backoff = vi.fn((attempt: number) => attempt * 10);
    const run = pipeline(['x']).consume(fn, { retries: 2, backoff, onError: 'skip' }).run();
    const results = run.results();
    const calls: number[] = [];
    for (const ms of [0, 9, 1, 19, 1]) {
      await vi.advanceTimersByTimeAsync(ms);
      await settle();
      calls.push(fn.mock.calls.length);
    }
    expect(calls).toEqual([1, 1, 2, 2, 3]);
    expect(await results).toEqual([]);
    expect(backoff.mock.calls).toEqual([[1], [2]]);
    expect(run.stats()).toMatchObject({ failed: 1, retried: 2 });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('wait exponentially from 100 by default, with jitter', async () => {
    vi.spyOn(Math, 'random').mockReturnValueOnce(0.5).mockReturnValueOnce(0.25);
    const fn = vi.fn(() => {
      throw new Error('again');
    });
    const run = pipeline(['x']).consume(fn, { retries: 2, onError: 'skip' }).run();
    const results = run.results();
    const calls: number[] = [];
    for (const ms of [0, 74, 1, 124, 1]) {
      await vi.advanceTimersByTimeAsync(ms);
      await settle();
      calls.push(fn.mock.calls.length);
    }
    expect(calls).toEqual([1, 1, 2, 2, 3]);
    await results;
  });

  it('have a timeout each, which aborts the signal of the task', async () => {
    const signals: AbortSignal[] = [];
    const run = pipeline(['x'])
      .consume(
        () => {
          const { promise, reject } = Promise.withResolvers<never>();
          const signal = currentTask()!.signal;
          signals.push(signal);
          signal.addEventListener('abort', () => reject(signal.reason));
          return promise;
        },
        { timeout: 50, retries: 1, backoff: 0 },
      )
      .run();
    const results = run.results();
    results.catch(() => {});
    await settle();
    await vi.advanceTimersByTimeAsync(49);
    expect(signals.map((signal) => signal.aborted)).toEqual([false]);
    await vi.advanceTimersByTimeAsync(1);
    await settle();
    await vi.advanceTimersByTimeAsync(1);
    await settle();
    expect(signals.map((signal) => signal.aborted)).toEqual([true, false]);
    await vi.advanceTimersByTimeAsync(50);
    await settle();
    await expect(results).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('fail the item where backoff throws or answers nonsense', async () => {
    const run = pipeline(['x'])
      .consume(() => Promise.reject(new Error('call')), { retries: 1, backoff: () => -1, onError: 'collect' })
      .run();
    expect(await run.results()).toMatchObject([{ status: 'rejected', reason: expect.any(RangeError) }]);
  });

  it('do not hold a run that is over: the pause ends with it', async () => {
    const run = pipeline(['x'])
      .consume(() => Promise.reject(new Error('again')), { retries: 5, backoff: 1_000_000 })
      .run();
    await settle();
    await run[Symbol.asyncDispose]();
    expect(run.stats()).toMatchObject({ running: 0, failed: 0, retried: 0 });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keep the worker of the item between two tries', async () => {
    const gated = new Gated<number>();
    const run = pipeline([1, 2])
      .consume((n) => (n === 1 ? Promise.reject(new Error('again')) : gated.fn(n)), {
        workers: 1,
        retries: 1,
        backoff: 10,
        onError: 'skip',
      })
      .run();
    const results = run.results();
    await settle();
    expect(gated.started).toEqual([]);
    expect(run.stats().running).toBe(1);
    await vi.advanceTimersByTimeAsync(10);
    await settle();
    gated.open(2);
    expect(await results).toEqual([2]);
  });
});
