import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { CancelledError, Future, InvalidStateError } from '../src/index.ts';
import { catchWarnings, failure, isPending, thrown, turn, wrong } from './support/help.ts';

const falsy = [undefined, null, 0, '', false, NaN];
const timeoutError = { name: 'TimeoutError', code: 'ERR_TIMEOUT' };

type Name = 'pending' | 'running' | 'cancelled' | 'finished' | 'raised';

function inState(name: Name): Future<number> {
  const future = new Future<number>();
  const moves: Record<Name, () => unknown> = {
    pending: () => {},
    running: () => future.setRunningOrNotifyCancel(),
    cancelled: () => future.cancel(),
    finished: () => future.setResult(42),
    raised: () => future.setException(new RangeError('no')),
  };
  moves[name]();
  future.catch(() => {});
  return future;
}

describe('the states', () => {
  test.each([
    ['pending', 'pending', [false, false, false]],
    ['running', 'running', [false, true, false]],
    ['cancelled', 'cancelled', [true, false, true]],
    ['finished', 'finished', [true, false, false]],
    ['raised', 'finished', [true, false, false]],
  ] as const)('%s is %s, and done, running and cancelled say so', (name, state, said) => {
    const future = inState(name);
    expect(future.state).toBe(state);
    expect([future.done(), future.running(), future.cancelled()]).toEqual(said);
  });

  test('inspect shows the state', () => {
    expect((['pending', 'running', 'cancelled', 'finished'] as const).map((name) => inspect(inState(name)))).toEqual([
      'Future { pending }',
      'Future { running }',
      'Future { cancelled }',
      'Future { finished: 42 }',
    ]);
    expect(inspect(inState('raised'))).toMatch(/^Future \{ raised: RangeError: no/);
    expect(Object.prototype.toString.call(new Future())).toBe('[object Future]');
  });
});

describe('the moves', () => {
  const moves = {
    setRunningOrNotifyCancel: (future: Future<number>) => future.setRunningOrNotifyCancel(),
    setResult: (future: Future<number>) => future.setResult(1),
    setException: (future: Future<number>) => future.setException(new Error('1')),
    cancel: (future: Future<number>) => future.cancel(),
    abort: (future: Future<number>) => future.abort(),
  };

  test.each([
    ['pending', 'setRunningOrNotifyCancel', true, 'running'],
    ['running', 'setRunningOrNotifyCancel', 'forbidden', 'running'],
    ['cancelled', 'setRunningOrNotifyCancel', false, 'cancelled'],
    ['finished', 'setRunningOrNotifyCancel', 'forbidden', 'finished'],
    ['pending', 'setResult', undefined, 'finished'],
    ['running', 'setResult', undefined, 'finished'],
    ['cancelled', 'setResult', 'forbidden', 'cancelled'],
    ['finished', 'setResult', 'forbidden', 'finished'],
    ['raised', 'setResult', 'forbidden', 'finished'],
    ['pending', 'setException', undefined, 'finished'],
    ['running', 'setException', undefined, 'finished'],
    ['cancelled', 'setException', 'forbidden', 'cancelled'],
    ['finished', 'setException', 'forbidden', 'finished'],
    ['pending', 'cancel', true, 'cancelled'],
    ['running', 'cancel', false, 'running'],
    ['cancelled', 'cancel', true, 'cancelled'],
    ['finished', 'cancel', false, 'finished'],
    ['raised', 'cancel', false, 'finished'],
    ['pending', 'abort', true, 'cancelled'],
    ['running', 'abort', true, 'cancelled'],
    ['cancelled', 'abort', false, 'cancelled'],
    ['finished', 'abort', false, 'finished'],
  ] as const)('%s: %s answers %s, and it is %s', async (name, move, answer, state) => {
    const future = inState(name);
    const before = await Promise.allSettled([name === 'pending' || name === 'running' ? 0 : future.result()]);
    if (answer === 'forbidden') {
      const error = thrown(() => moves[move](future));
      expect(error).toBeInstanceOf(InvalidStateError);
      expect(error).toMatchObject({ name: 'InvalidStateError', code: 'ERR_INVALID_STATE' });
      expect((error as Error).message).toContain(state);
      expect(await Promise.allSettled([future.done() ? future.result() : 0])).toEqual(before);
    } else {
      expect(moves[move](future)).toBe(answer);
      expect(moves[move === 'abort' ? 'cancel' : 'abort'](inState(name))).toBeTypeOf('boolean');
    }
    expect(future.state).toBe(state);
    future.catch(() => {});
  });

  test('setRunningOrNotifyCancel of a cancelled one answers false each time', () => {
    const future = inState('cancelled');
    expect([1, 2, 3].map(() => future.setRunningOrNotifyCancel())).toEqual([false, false, false]);
  });
});

describe('result and exception', () => {
  test.each(falsy)('a failure of %s is a failure, a result of it a result', async (value) => {
    const [failed, done] = [new Future<unknown>(), new Future<unknown>()];
    const waiting = [failure(failed), failed.exception(), done.result(), done.exception()];
    failed.setException(value);
    done.setResult(value);
    expect(await Promise.all(waiting)).toEqual([value, value, value, undefined]);
    expect(await failure(failed.result())).toEqual(value);
    expect(await failed.exception()).toEqual(value);
    expect(await failure(Promise.resolve(failed))).toEqual(value);
  });

  test('await is result()', async () => {
    const future = new Future<string>();
    queueMicrotask(() => {
      future.setResult('a');
    });
    expect(await future).toBe('a');
    expect(await future.then((text) => `${text}b`)).toBe('ab');
    expect(await future.finally(() => {})).toBe('a');
    expect(await inState('raised').catch((error: unknown) => (error as Error).message)).toBe('no');
    expect(future.result()).toBeInstanceOf(Promise);
  });

  test('each caller has a CancelledError of its own, with the reason as its cause', async () => {
    const future = new Future<never>();
    const reason = { any: 'reason' };
    const early = [failure(future.result({ timeout: 1_000 })), failure(future.exception())];
    future.abort(reason);
    const errors = await Promise.all([...early, failure(future.exception()), failure(future.result({ timeout: 1 }))]);
    for (const error of errors) {
      expect(error).toBeInstanceOf(CancelledError);
      expect(error).toMatchObject({ name: 'CancelledError', code: 'ERR_CANCELLED', cause: reason });
    }
    expect(new Set(errors).size).toBe(4);
    expect('cause' in ((await failure(inState('cancelled'))) as Error)).toBe(false);
  });

  test('a timeout rejects the wait, and leaves no trace', async () => {
    vi.useFakeTimers();
    const future = new Future<number>();
    const late = failure(future.result({ timeout: 500 }));
    const long = future.result({ timeout: 2 ** 40 });
    const endless = future.exception({ timeout: Infinity });
    await vi.advanceTimersByTimeAsync(499);
    expect(vi.getTimerCount()).toBe(3);
    await vi.advanceTimersByTimeAsync(1);
    expect(await late).toMatchObject(timeoutError);
    expect(((await late) as Error).message).toContain('500');
    future.setResult(1);
    expect([await long, await endless]).toEqual([1, undefined]);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  test('a timeout of 0 answers at once: what is there, or TimeoutError', async () => {
    expect(await failure(new Future().result({ timeout: 0 }))).toMatchObject(timeoutError);
    expect(await inState('finished').result({ timeout: 0 })).toBe(42);
  });

  test('a signal ends its wait alone', async () => {
    const future = new Future<number>();
    const controller = new AbortController();
    const other = future.result({ signal: new AbortController().signal });
    const { signal } = controller;
    const waits = [failure(future.result({ signal })), failure(future.exception({ signal }))];
    controller.abort('enough');
    expect(await Promise.all(waits)).toEqual(['enough', 'enough']);
    expect(future.state).toBe('pending');
    expect(await isPending(other)).toBe(true);
    future.setResult(1);
    expect(await other).toBe(1);
  });

  test('options are checked first, then the signal, then the state; it never throws', async () => {
    const aborted = AbortSignal.abort('aborted');
    for (const name of ['pending', 'finished'] as const) {
      for (const ask of ['result', 'exception'] as const) {
        const future = inState(name);
        expect(await failure(future[ask](wrong(null)))).toBeInstanceOf(TypeError);
        expect(await failure(future[ask]({ timeout: wrong('1'), signal: aborted }))).toBeInstanceOf(TypeError);
        expect(await failure(future[ask]({ timeout: -1, signal: aborted }))).toBeInstanceOf(RangeError);
        expect(await failure(future[ask]({ timeout: NaN }))).toMatchObject({
          message: expect.stringMatching(/timeout.*NaN/) as string,
        });
        expect(await failure(future[ask]({ signal: wrong({}) }))).toBeInstanceOf(TypeError);
        expect(await failure(future[ask]({ timeout: 0, signal: aborted }))).toBe('aborted');
      }
    }
  });
});

describe('callbacks', () => {
  test('are called in order, synchronously, with the future in its new state', () => {
    for (const move of ['cancelled', 'finished', 'raised'] as const) {
      const calls: string[] = [];
      const future = new Future<number>();
      future.addDoneCallback((done) => calls.push(`1 ${done === future} ${done.state}`));
      future.addDoneCallback(() => {
        calls.push('2');
        future.addDoneCallback(() => calls.push('at once'));
      });
      future.addDoneCallback(() => calls.push('3'));
      expect(calls).toEqual([]);
      if (move === 'cancelled') {
        future.abort();
      } else if (move === 'finished') {
        future.setResult(1);
      } else {
        future.catch(() => {});
        future.setException(1);
      }
      const state = move === 'raised' ? 'finished' : move;
      expect(calls).toEqual([`1 true ${state}`, '2', 'at once', '3']);
      future.addDoneCallback(() => calls.push('late'));
      expect(calls.at(-1)).toBe('late');
    }
  });

  test('one that throws or rejects stops no other, and goes to process.emitWarning', async () => {
    const warnings = catchWarnings();
    const calls: string[] = [];
    const future = new Future<number>();
    const [sync, async, late] = [new Error('sync'), new Error('async'), new Error('late')];
    future.addDoneCallback(() => {
      throw sync;
    });
    future.addDoneCallback(wrong(() => Promise.reject(async)));
    future.addDoneCallback(() => {
      throw undefined;
    });
    future.addDoneCallback(() => calls.push('called'));
    future.setResult(1);
    expect(() =>
      future.addDoneCallback(() => {
        throw late;
      }),
    ).not.toThrow();
    await turn();
    expect(calls).toEqual(['called']);
    expect(warnings.map(({ cause }) => cause)).toEqual([sync, undefined, late, async]);
    expect(warnings[0]?.message).toContain('sync');
  });

  test('what is no function is refused', () => {
    const error = thrown(() => new Future().addDoneCallback(wrong('fn')));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: 'Expected fn to be a function, got "fn"' });
  });

  test('may move another future, and see each other done', () => {
    const [first, second] = [new Future<number>(), new Future<number>()];
    const calls: string[] = [];
    first.addDoneCallback(() => second.setResult(2));
    first.addDoneCallback(() => calls.push(`first: second is ${second.state}`));
    second.addDoneCallback(() => calls.push(`second: first is ${first.state}`));
    first.setResult(1);
    expect(calls).toEqual(['second: first is finished', 'first: second is finished']);
  });
});
