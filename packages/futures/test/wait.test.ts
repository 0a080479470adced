import { describe, expect, test, vi } from 'vitest';
import { ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, Future, wait } from '../src/index.ts';
import { failure, isPending, wrong } from './support/help.ts';

function make(count: number): Future<number>[] {
  const futures = Array.from({ length: count }, () => new Future<number>());
  for (const future of futures) {
    future.catch(() => {});
  }
  return futures;
}

describe('wait', () => {
  test('the constants are their own names', () => {
    expect([ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION]).toEqual([
      'ALL_COMPLETED',
      'FIRST_COMPLETED',
      'FIRST_EXCEPTION',
    ]);
  });

  test('for all, by default: however they end', async () => {
    const [a, b, c] = make(3) as [Future<number>, Future<number>, Future<number>];
    const waiting = wait([a, b, c, a]);
    a.setException(new Error('no'));
    b.cancel();
    expect(await isPending(waiting)).toBe(true);
    c.setResult(1);
    expect(await waiting).toEqual({ done: new Set([a, b, c]), notDone: new Set() });
    expect(await wait([a, b, c], { returnWhen: ALL_COMPLETED })).toEqual(await waiting);
    expect(await wait([])).toEqual({ done: new Set(), notDone: new Set() });
  });

  test.each([
    ['setResult', (future: Future<number>) => future.setResult(1)],
    ['setException', (future: Future<number>) => future.setException(undefined)],
    ['cancel', (future: Future<number>) => future.cancel()],
  ])('for the first: %s', async (_name, end) => {
    const [a, b] = make(2) as [Future<number>, Future<number>];
    const waiting = wait(new Set([a, b]), { returnWhen: FIRST_COMPLETED });
    end(b);
    expect(await waiting).toEqual({ done: new Set([b]), notDone: new Set([a]) });
    expect(await wait([a, b], { returnWhen: FIRST_COMPLETED })).toEqual(await waiting);
  });

  test.each([new Error('no'), undefined, null, 0, ''])('for the first failure: %s', async (error) => {
    const [a, b, c, d] = make(4) as [Future<number>, Future<number>, Future<number>, Future<number>];
    const waiting = wait([a, b, c, d], { returnWhen: FIRST_EXCEPTION });
    a.setResult(1);
    b.cancel();
    expect(await isPending(waiting)).toBe(true);
    c.setException(error);
    expect(await waiting).toEqual({ done: new Set([a, b, c]), notDone: new Set([d]) });
    expect(await wait([c, d], { returnWhen: FIRST_EXCEPTION })).toEqual({ done: new Set([c]), notDone: new Set([d]) });
  });

  test('for the first failure, and there is none: for all', async () => {
    const [a, b] = make(2) as [Future<number>, Future<number>];
    const waiting = wait([a, b], { returnWhen: FIRST_EXCEPTION });
    a.setResult(1);
    b.cancel();
    expect((await waiting).done.size).toBe(2);
  });

  test('a timeout returns what there is, and leaves no timer', async () => {
    vi.useFakeTimers();
    const [a, b] = make(2) as [Future<number>, Future<number>];
    const waiting = wait([a, b], { timeout: 100 });
    a.setResult(1);
    await vi.advanceTimersByTimeAsync(100);
    expect(await waiting).toEqual({ done: new Set([a]), notDone: new Set([b]) });
    expect(await wait([a, b], { timeout: 0 })).toEqual(await waiting);
    const second = wait([b], { timeout: 100 });
    b.setResult(1);
    expect((await second).done.size).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  test('a signal rejects with its reason, and the futures go on', async () => {
    const [a] = make(1) as [Future<number>];
    const controller = new AbortController();
    const waiting = failure(wait([a], { signal: controller.signal }));
    controller.abort('enough');
    expect(await waiting).toBe('enough');
    expect(a.state).toBe('pending');
  });

  test('checks options, then futures, then the signal; it never throws', async () => {
    const signal = AbortSignal.abort('aborted');
    const [a] = make(1) as [Future<number>];
    a.setResult(1);
    expect(await failure(wait([a], wrong(null)))).toBeInstanceOf(TypeError);
    expect(await failure(wait([a], { timeout: -1, signal }))).toBeInstanceOf(RangeError);
    for (const returnWhen of ['ALL', null, 1]) {
      const error = await failure(wait([a], { returnWhen: wrong(returnWhen), signal }));
      expect(error).toBeInstanceOf(TypeError);
      expect(error).toMatchObject({ message: expect.stringContaining('returnWhen') as string });
    }
    expect(await failure(wait(wrong(a)))).toBeInstanceOf(TypeError);
    expect(await failure(wait(wrong([Promise.resolve(1)])))).toBeInstanceOf(TypeError);
    expect(await failure(wait([a], { signal }))).toBe('aborted');
  });

  test('takes an iterable once', async () => {
    const futures = make(3);
    const waiting = wait(futures.values());
    for (const future of futures) {
      future.setResult(1);
    }
    expect((await waiting).done).toEqual(new Set(futures));
  });
});
