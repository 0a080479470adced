import { describe, expect, test, vi } from 'vitest';
import { asCompleted, Future, type FutureIterator } from '../src/index.ts';
import { failure, isPending, wrong } from './support/help.ts';

function make(count: number): Future<number>[] {
  return Array.from({ length: count }, () => new Future<number>());
}

async function rest<F>(iterator: FutureIterator<F>): Promise<F[]> {
  const futures: F[] = [];
  for await (const future of iterator) {
    futures.push(future);
  }
  return futures;
}

const over = { done: true, value: undefined };

describe('asCompleted', () => {
  test('yields what has finished first, then each as it is done, each once', async () => {
    const [a, b, c, d] = make(4) as [Future<number>, Future<number>, Future<number>, Future<number>];
    c.setResult(3);
    b.cancel();
    const completed = asCompleted([a, b, c, d, a, c]);
    d.setException('no');
    a.setResult(1);
    d.catch(() => {});
    expect(await rest(completed)).toEqual([b, c, d, a]);
    expect(await completed.next()).toEqual(over);
    expect(await rest(asCompleted([]))).toEqual([]);
  });

  test('yields the futures themselves, the failed too, and does not look at them', async () => {
    const [a] = make(1) as [Future<number>];
    const next = asCompleted([a]).next();
    expect(await isPending(next)).toBe(true);
    a.setException(new Error('no'));
    expect((await next).value === a).toBe(true);
    expect(await a.exception()).toBeInstanceOf(Error);
  });

  test('several who wait are served in order, and those beyond the last end', async () => {
    const [a, b] = make(2) as [Future<number>, Future<number>];
    const completed = asCompleted([a, b]);
    const nexts = [completed.next(), completed.next(), completed.next()];
    b.setResult(2);
    a.setResult(1);
    const values = await Promise.all(nexts);
    expect([values[0]?.value === b, values[1]?.value === a, values[2]]).toEqual([true, true, over]);
  });

  test('the deadline counts from the call; what had finished comes first', async () => {
    vi.useFakeTimers();
    const [a, b, c] = make(3) as [Future<number>, Future<number>, Future<number>];
    const completed = asCompleted([a, b, c], { timeout: 100 });
    await vi.advanceTimersByTimeAsync(60);
    a.setResult(1);
    expect((await completed.next()).value === a).toBe(true);
    b.setResult(2);
    await vi.advanceTimersByTimeAsync(60);
    expect((await completed.next()).value === b).toBe(true);
    const error = await failure(completed.next());
    expect(error).toMatchObject({ name: 'TimeoutError', code: 'ERR_TIMEOUT', message: '1 (of 3) futures unfinished' });
    expect(await completed.next()).toEqual(over);

    const waiting = failure(asCompleted(make(2), { timeout: 50 }).next());
    await vi.advanceTimersByTimeAsync(50);
    expect(await waiting).toMatchObject({ message: '2 (of 2) futures unfinished' });
    expect(await failure(asCompleted(make(1), { timeout: 0 }).next())).toMatchObject({ code: 'ERR_TIMEOUT' });
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  test('a signal ends it, also between two steps', async () => {
    const [a, b] = make(2) as [Future<number>, Future<number>];
    const controller = new AbortController();
    const waiting = asCompleted([a], { signal: controller.signal });
    const between = asCompleted([b], { signal: controller.signal });
    const next = failure(waiting.next());
    controller.abort('enough');
    expect(await next).toBe('enough');
    expect(await waiting.next()).toEqual(over);
    b.setResult(1);
    expect(await failure(between.next())).toBe('enough');
    expect(await between.next()).toEqual(over);
  });

  test('leaving it ends it, also for whoever waits', async () => {
    const [a] = make(1) as [Future<number>];
    const completed = asCompleted([a]);
    const next = completed.next();
    expect(await completed.return()).toEqual(over);
    expect(await next).toEqual(over);
    a.setResult(1);
    expect(await completed.next()).toEqual(over);
  });

  test('never throws at the call: what is wrong rejects the first next', async () => {
    const signal = AbortSignal.abort('aborted');
    const calls: [() => FutureIterator<Future<number>>, unknown][] = [
      [() => asCompleted(make(1), wrong(null)), expect.any(TypeError)],
      [() => asCompleted(make(1), { timeout: -1, signal }), expect.any(RangeError)],
      [() => asCompleted(wrong(1)), expect.any(TypeError)],
      [() => asCompleted(wrong([1])), expect.any(TypeError)],
      [() => asCompleted(make(1), { signal }), 'aborted'],
    ];
    for (const [call, expected] of calls) {
      const completed = call();
      expect(await failure(completed.next())).toEqual(expected);
      expect(await completed.next()).toEqual(over);
    }
  });
});
