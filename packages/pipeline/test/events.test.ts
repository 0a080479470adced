import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pipeline } from '../src/index.ts';
import type { RunEventName } from '../src/index.ts';
import { Gated, settle } from './help.ts';

const names: RunEventName[] = ['produced', 'started', 'retried', 'done', 'failed', 'finished'];

describe('events', () => {
  it('tell the life of every item', async () => {
    const again = new Error('again');
    let tries = 0;
    const run = pipeline(['x'])
      .consume(
        (item) => {
          tries += 1;
          if (tries === 1) {
            throw again;
          }
          return item.length;
        },
        { retries: 1, backoff: 0 },
      )
      .consume(() => Promise.reject(again), { onError: 'skip' })
      .run();
    const events: unknown[] = [];
    for (const name of names) {
      run.on(name, (event) => events.push([name, event]));
    }
    await run.finished();
    const at: unknown = expect.any(Number);
    expect(events).toEqual([
      ['produced', { item: 'x', at }],
      ['started', { stage: 0, item: 'x', attempt: 1, at }],
      ['retried', { stage: 0, item: 'x', attempt: 2, error: again, at }],
      ['done', { stage: 0, item: 'x', value: 1, attempt: 2, at }],
      ['started', { stage: 1, item: 1, attempt: 1, at }],
      ['failed', { stage: 1, item: 1, error: again, attempt: 1, at }],
      ['finished', { outcome: { ok: true }, stats: run.stats(), at }],
    ]);
  });

  it('stop when the listener is removed, which may be added twice', async () => {
    const fn = vi.fn();
    const run = pipeline([1]).consume(String).run();
    const off = run.on('done', fn);
    run.on('done', fn);
    off();
    off();
    await run.finished();
    expect(fn).toHaveBeenCalledTimes(1);
  });

  it('warn of a listener that throws, and go on', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const run = pipeline([1]).consume(String).run();
    run.on('done', () => {
      throw new Error('listener');
    });
    const fn = vi.fn();
    run.on('done', fn);
    expect(await run.results()).toEqual(['1']);
    expect(fn).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('listener'), 'HeddleWarning');
    warn.mockRestore();
  });

  it('may end the run: a listener that leaves it at the start of an item', async () => {
    const fn = vi.fn();
    const run = pipeline([1, 2, 3]).consume(fn, { workers: 1 }).run();
    run.on('started', () => void run[Symbol.asyncDispose]());
    await run[Symbol.asyncDispose]();
    expect(fn).not.toHaveBeenCalled();
  });
});

describe('stats', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('tell where everything is, how fast it goes and how long it takes', async () => {
    const gated = new Gated<number>();
    const run = pipeline([1, 2, 3, 4]).consume(gated.fn, { workers: 2, queueSize: 1 }).run();
    expect(run.stats()).toMatchObject({ produced: 0, total: 4, done: 0, rate: 0, eta: undefined });
    const results = run.results();
    await settle();
    expect(run.stats()).toMatchObject({ produced: 4, total: 4, waiting: 1, running: 2, done: 0 });
    await vi.advanceTimersByTimeAsync(2_000);
    gated.open(1);
    await settle();
    expect(run.stats()).toMatchObject({ done: 1, rate: 0.5, eta: 6_000 });
    for (const n of [2, 3, 4]) {
      gated.open(n);
    }
    await results;
    expect(run.stats()).toMatchObject({ produced: 4, waiting: 0, running: 0, done: 4, failed: 0, rate: 2, eta: 0 });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(run.stats().rate).toBe(2);
  });

  it('know no total, and no end, of a source without a length until it has ended', async () => {
    const gate = Promise.withResolvers<void>();
    const run = pipeline<number>(async (put) => {
      await put(1);
      await gate.promise;
      await put(2);
    })
      .consume((n) => n)
      .run();
    const results = run.results();
    await vi.advanceTimersByTimeAsync(1_000);
    await settle();
    expect(run.stats()).toMatchObject({ produced: 1, done: 1, rate: 1, eta: undefined, total: undefined });
    gate.resolve();
    await results;
    expect(run.stats()).toMatchObject({ produced: 2, total: 2, eta: 0 });
  });
});
