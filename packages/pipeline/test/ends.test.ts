// Longer than most files: every way in which a run can end stands here beside the others, so that a missing one is seen.
import { EventLoopExecutor, currentTask } from '@heddle/futures';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ReaderError, pipeline } from '../src/index.ts';
import type { Put } from '../src/index.ts';
import { Counting, Gated, settle } from './help.ts';

const gone = new Error('gone');

/** Waits until its task is stopped, then cleans up until `cleaned` resolves. */
function stubborn(cleaned: Promise<void>): () => Promise<never> {
  return async () => {
    const { signal } = currentTask()!;
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
    await cleaned;
    throw signal.reason;
  };
}

describe('the end of a run', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('comes with the signal at any time: before the start, between items, within a call', async () => {
    const source = new Counting();
    const early = pipeline(source)
      .consume((n) => n)
      .run({ signal: AbortSignal.abort(gone) });
    await expect(early.results()).rejects.toBe(gone);
    expect([source.pulled, source.closed]).toEqual([0, 0]);

    for (const executor of [undefined, new EventLoopExecutor()]) {
      const controller = new AbortController();
      const endless = new Counting();
      const run = pipeline(endless)
        .consume((n) => n, { workers: 1, queueSize: 1 })
        .consume(stubborn(Promise.resolve()), { workers: 1, queueSize: 1, executor })
        .run({ signal: controller.signal });
      const results = run.results();
      results.catch(() => {});
      await settle();
      controller.abort(gone);
      await expect(results).rejects.toBe(gone);
      expect(endless.closed).toBe(1);
      expect(run.stats()).toMatchObject({ waiting: 0, running: 0, done: 0, failed: 0 });
    }
  });

  it('leaves nothing on the signal', async () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    await pipeline([1, 2])
      .consume((n) => n)
      .run({ signal })
      .finished();
    expect(added).toHaveBeenCalledTimes(1);
    expect(removed).toHaveBeenCalledTimes(1);
  });

  it('waits for the calls in hand, which are told by their signal', async () => {
    for (const executor of [undefined, new EventLoopExecutor()]) {
      const cleaned = Promise.withResolvers<void>();
      const run = pipeline([1]).consume(stubborn(cleaned.promise), { executor }).run();
      await settle();
      let ended = false;
      const end = run[Symbol.asyncDispose]().then(() => (ended = true));
      await settle();
      expect(ended).toBe(false);
      cleaned.resolve();
      await end;
    }
  });

  it('gives up calls that do not end, a source and a producer that do not come back, after graceMs', async () => {
    const never = new Promise<never>(() => {});
    const sources = [
      [1],
      (put: Put<number>) => put(1).then(() => never),
      (async function* stuck() {
        yield 1;
        await never;
      })(),
    ];
    for (const source of sources) {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const run = pipeline<number>(source)
        .consume(() => never)
        .run({ graceMs: 50 });
      await settle();
      let ended = false;
      const end = run[Symbol.asyncDispose]().then(() => (ended = true));
      await vi.advanceTimersByTimeAsync(49);
      await settle();
      expect(ended).toBe(false);
      await vi.advanceTimersByTimeAsync(1);
      await end;
      await vi.advanceTimersByTimeAsync(50);
      expect(vi.getTimerCount()).toBe(0);
      vi.useRealTimers();
    }
  });

  it('comes when the loop is left, and the loop waits for it', async () => {
    const source = new Counting();
    const run = pipeline(source)
      .consume((n) => n, { workers: 1 })
      .run();
    for await (const n of run) {
      if (n === 2) {
        break;
      }
    }
    expect(source.closed).toBe(1);
    expect(run.stats()).toMatchObject({ waiting: 0, running: 0 });
    const pulled = source.pulled;
    await settle();
    expect(source.pulled).toBe(pulled);
  });

  it('lets go of results that nobody read', async () => {
    const run = pipeline([1, 2]).consume(String).run({ graceMs: Infinity });
    await settle();
    expect(run.stats().done).toBe(2);
    await run[Symbol.asyncDispose]();
    expect(await run.results()).toEqual([]);
  });

  it('is told once, with what it came to', async () => {
    const ends: unknown[] = [];
    const fail = (): never => {
      throw gone;
    };
    const good = pipeline([1]).consume(String).run();
    good.on('finished', ({ outcome, stats }) => ends.push(outcome, stats.done));
    await good.finished();
    const bad = pipeline([1, 2, 3]).consume(fail).run();
    bad.on('finished', ({ outcome, stats }) => ends.push(outcome, stats.failed));
    await bad.finished().catch(() => {});
    await bad[Symbol.asyncDispose]();
    expect(ends).toEqual([{ ok: true }, 1, { ok: false, error: gone }, 1]);
  });
});

describe('the source', () => {
  it('that throws ends the run with its error, and is not closed again', async () => {
    const next = vi.fn(() => {
      throw gone;
    });
    const close = vi.fn(() => ({ done: true as const, value: undefined }));
    const run = pipeline({ [Symbol.iterator]: () => ({ next, return: close }) })
      .consume(String)
      .run();
    await expect(run.results()).rejects.toBe(gone);
    expect(close).not.toHaveBeenCalled();
    const producer = pipeline<number>(async (put) => {
      await put(1);
      throw gone;
    });
    await expect(producer.consume(String).run().results()).rejects.toBe(gone);
    await expect(
      pipeline({
        [Symbol.iterator](): Iterator<number> {
          throw gone;
        },
      })
        .run()
        .results(),
    ).rejects.toBe(gone);
  });

  it('that is exhausted is not closed', async () => {
    const source = new Counting(3);
    await pipeline(source).consume(String).run().finished();
    expect([source.pulled, source.closed]).toEqual([3, 0]);
  });

  it('is closed beside a pending next(), which that may wake', async () => {
    const pending = Promise.withResolvers<IteratorResult<number>>();
    const close = vi.fn(async () => {
      pending.resolve({ done: true, value: undefined });
      return { done: true as const, value: undefined };
    });
    const source = { [Symbol.asyncIterator]: () => ({ next: () => pending.promise, return: close }) };
    const run = pipeline<number>(source).consume(String).run({ graceMs: Infinity });
    await settle();
    await run[Symbol.asyncDispose]();
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('that throws as it is closed makes the loop throw, unless there was an error before', async () => {
    const source = {
      [Symbol.iterator]: () => ({
        next: () => ({ done: false as const, value: 1 }),
        return: () => {
          throw gone;
        },
      }),
    };
    const leave = async (): Promise<void> => {
      for await (const _ of pipeline(source).consume(String).run()) {
        break;
      }
    };
    await expect(leave()).rejects.toBe(gone);
    const first = new Error('first');
    const failing = pipeline(source)
      .consume(() => Promise.reject(first))
      .run();
    await expect(failing.results()).rejects.toBe(first);
  });

  it('may end the run itself, and is closed once it is out of its own code', async () => {
    const controller = new AbortController();
    const order: string[] = [];
    const source = {
      [Symbol.iterator]: () => ({
        next: () => {
          controller.abort(gone);
          order.push('next ended');
          return { done: false as const, value: 1 };
        },
        return: () => {
          order.push('closed');
          return { done: true as const, value: undefined };
        },
      }),
    };
    const run = pipeline(source).consume(String).run({ signal: controller.signal });
    await expect(run.results()).rejects.toBe(gone);
    expect(order).toEqual(['next ended', 'closed']);
  });

  it('that is a producer is released from its put, and told by its signal', async () => {
    const released = Promise.withResolvers<unknown>();
    let told: AbortSignal | undefined;
    const run = pipeline<number>(async (put, { signal }) => {
      told = signal;
      try {
        for (;;) {
          await put(1);
        }
      } catch (error) {
        released.resolve(error);
        throw error;
      }
    })
      .consume(() => new Promise<never>(() => {}), { workers: 1, queueSize: 1 })
      .run({ graceMs: 0 });
    await settle();
    await run[Symbol.asyncDispose]();
    expect(await released.promise).toMatchObject({ code: 'ERR_QUEUE_SHUT_DOWN' });
    expect(told?.aborted).toBe(true);
  });

  it('whose puts nobody awaits brings nothing down when the run ends early', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const gated = new Gated<number>();
    const run = pipeline<number>((put) => {
      for (let n = 0; n < 9; n += 1) {
        void put(n);
      }
      return new Promise(() => {});
    })
      .consume(gated.fn, { workers: 1, queueSize: 1 })
      .run({ graceMs: 0 });
    await settle();
    await run[Symbol.asyncDispose]();
    await settle();
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('that puts after its end is refused, while the run goes on and later', async () => {
    let late: Put<number> | undefined;
    const gated = new Gated<number>();
    const run = pipeline<number>(async (put) => {
      late = put;
      await put(1);
    })
      .consume(gated.fn)
      .run();
    const results = run.results();
    await settle();
    await expect(late!(2)).rejects.toMatchObject({ name: 'ShutDown', code: 'ERR_QUEUE_SHUT_DOWN' });
    gated.open(1);
    expect(await results).toEqual([1]);
    await expect(late!(3)).rejects.toMatchObject({ code: 'ERR_QUEUE_SHUT_DOWN' });
  });
});

const start = () => pipeline([1]).consume(String).run();
const loop = async (run: AsyncIterable<string>): Promise<void> => {
  for await (const _ of run) {
    // only read
  }
};

describe('the reader of a run', () => {
  it('is one: a second is refused, also after the end', async () => {
    const readers = [
      (run: ReturnType<typeof start>) => run.results(),
      (run: ReturnType<typeof start>) => run.finished(),
      loop,
    ];
    for (const first of readers) {
      for (const second of readers) {
        const run = start();
        const reading = first(run);
        await expect(second(run)).rejects.toThrow(ReaderError);
        await reading;
        await expect(second(run)).rejects.toMatchObject({ code: 'ERR_RUN_HAS_READER' });
      }
    }
  });

  it('may ask for several results at once', async () => {
    const gated = new Gated<number>();
    const run = pipeline([1, 2]).consume(gated.fn).run();
    const reader = run[Symbol.asyncIterator]();
    const asked = Promise.all([reader.next(), reader.next(), reader.next()]);
    gated.open(1);
    gated.open(2);
    expect(await asked).toEqual([
      { done: false, value: 1 },
      { done: false, value: 2 },
      { done: true, value: undefined },
    ]);
  });
});
