import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, test } from 'vitest';
import { CancelledError, Future } from '../src/index.ts';
import { failure, isPending, turn } from './support/help.ts';

/** How a promise, or whoever awaits, comes to a future's outcome. */
const ways: Record<string, (future: Future<unknown>) => Promise<unknown>> = {
  await: async (future) => await future,
  return: async (future) => future,
  'new Promise': (future) =>
    new Promise((resolve) => {
      resolve(future);
    }),
  'then with the functions of a promise': (future) =>
    new Promise((resolve, reject) => {
      void future.then(resolve, reject);
    }),
  'Promise.withResolvers': (future) => {
    const { promise, resolve, reject } = Promise.withResolvers();
    void future.then(resolve, reject);
    return promise;
  },
  'Promise.resolve': (future) => Promise.resolve(future),
  'Promise.all': async (future) => (await Promise.all([future, future]))[1],
  'Promise.race': (future) => Promise.race([future, new Promise(() => {})]),
  'Promise.any': async (future) => {
    try {
      return await Promise.any([future, future]);
    } catch (error) {
      throw (error as AggregateError).errors[0];
    }
  },
  'Promise.allSettled': async (future) => {
    const [result] = await Promise.allSettled([future]);
    if (result?.status === 'rejected') {
      throw result.reason;
    }
    return result?.value;
  },
  'then with a value only': (future) => future.then((value) => value),
  'then with a rejection only': (future) =>
    future.then(undefined, (error: unknown) => {
      throw error;
    }),
  'then of nothing': (future) => future.then(null, null),
  catch: (future) =>
    future.catch((error: unknown) => {
      throw error;
    }),
  finally: (future) => future.finally(() => {}),
  'an async generator': async (future) => {
    async function* generate(): AsyncGenerator {
      yield await future;
    }
    return (await generate().next()).value;
  },
  result: (future) => future.result(),
  'a wait that may end': (future) => future.result({ signal: new AbortController().signal }),
};

describe.each(Object.entries(ways))('%s', (_, come) => {
  for (const when of ['before', 'after'] as const) {
    const endOf = async (move: (future: Future<unknown>) => void): Promise<Promise<unknown>> => {
      const future = new Future<unknown>();
      if (when === 'after') {
        move(future);
        return come(future);
      }
      const answer = come(future);
      answer.catch(() => {});
      await turn();
      move(future);
      return answer;
    };

    test(`${when} the future is done, brings its value`, async () => {
      for (const value of [42, undefined, null, NaN]) {
        expect(await endOf((future) => future.setResult(value))).toBe(value);
      }
    });

    test(`${when} the future is done, brings its error, whatever that is`, async () => {
      for (const error of [new RangeError('no'), undefined, 0, null]) {
        expect(await failure(endOf((future) => future.setException(error)))).toBe(error);
      }
    });

    test(`${when} the future is done, brings a CancelledError with the reason`, async () => {
      const error = await failure(endOf((future) => future.abort('enough')));
      expect(error).toBeInstanceOf(CancelledError);
      expect(error).toMatchObject({ cause: 'enough' });
    });
  }
});

test('many who wait, in every way, hear the same, and none hears twice', async () => {
  const future = new Future<unknown>();
  const answers = [...Object.values(ways), ...Object.values(ways)].map((come) => come(future));
  future.setResult(42);
  expect(new Set(await Promise.all(answers))).toEqual(new Set([42]));
});

test('each who adopts a cancelled future has an error of its own', async () => {
  const future = new Future<unknown>();
  const answers = [1, 2, 3].map(async () => failure(future));
  await turn();
  future.cancel();
  const errors = await Promise.all(answers);
  expect(new Set(errors).size).toBe(3);
});

test('those who adopt it go on in the order in which they came', async () => {
  const future = new Future<number>();
  const order: string[] = [];
  const come = async (name: string): Promise<void> => {
    await future;
    order.push(name);
  };
  const all = [come('a'), come('b')];
  await turn();
  all.push(come('c'));
  await turn();
  future.setResult(1);
  await Promise.all(all);
  expect(order).toEqual(['a', 'b', 'c']);
});

describe('what then answers to the functions of a promise', () => {
  /** The answer, and the promise whose functions it was. */
  function adopt(future: Future<unknown>): { answer: Promise<unknown>; promise: Promise<unknown> } {
    const { promise, resolve, reject } = Promise.withResolvers();
    promise.catch(() => {});
    return { answer: future.then(resolve, reject), promise };
  }

  for (const [name, move] of [
    ['succeeds', (future: Future<unknown>) => future.setResult(42)],
    ['fails', (future: Future<unknown>) => future.setException(new RangeError('no'))],
    ['is cancelled', (future: Future<unknown>) => future.cancel()],
  ] as const) {
    test(`is a promise of nothing, which waits for the future, and does not fail with it: one that ${name}`, async () => {
      const future = new Future<unknown>();
      const { answer } = adopt(future);
      expect(await isPending(answer)).toBe(true);
      const said: unknown[] = [];
      const all = [
        answer.then((value) => said.push(['then', value])),
        answer.finally(() => said.push('finally')),
        answer.catch(() => said.push('catch')),
        (async () => said.push(['await', await answer]))(),
      ];
      expect(said).toEqual([]);
      move(future);
      await Promise.all(all);
      expect(said).toHaveLength(3);
      expect(said).toEqual(expect.arrayContaining([['then', undefined], 'finally', ['await', undefined]]));
      expect(await answer).toBeUndefined(); // late, too
      expect(await answer.then(() => 'on')).toBe('on');
      const done = adopt(future); // of one that is done
      expect(await done.answer).toBeUndefined();
    });
  }

  test('says that it is a promise', () => {
    expect(Object.prototype.toString.call(adopt(new Future()).answer)).toBe('[object Promise]');
  });

  test('is as good where only one of the functions is a promise’s: a function of yours is called, and its value taken', async () => {
    const mixed = (move: (future: Future<unknown>) => void): Promise<unknown[]> => {
      const future = new Future<unknown>();
      const { promise, resolve, reject } = Promise.withResolvers();
      promise.catch(() => {});
      const all = [
        future.then(resolve, (error: unknown) => ['mine', error]),
        future.then((value) => ['mine', value], reject),
        future.then(resolve),
      ];
      const settled = Promise.allSettled(all);
      move(future);
      return settled;
    };
    expect(await mixed((future) => future.setResult(1))).toEqual([
      { status: 'fulfilled', value: undefined },
      { status: 'fulfilled', value: ['mine', 1] },
      { status: 'fulfilled', value: undefined },
    ]);
    expect(await mixed((future) => future.setException('no'))).toEqual([
      { status: 'fulfilled', value: ['mine', 'no'] },
      { status: 'fulfilled', value: undefined },
      { status: 'rejected', reason: 'no' },
    ]);
  });

  for (const look of ['never', 'before', 'after', 'before and after'] as const) {
    test(`calls a function of yours for a failure once, in a turn of its own, where the answer is looked at ${look}`, async () => {
      const future = new Future<unknown>();
      const { resolve } = Promise.withResolvers();
      const called: unknown[] = [];
      const answer = future.then(resolve, (error: unknown) => {
        called.push(error);
        return 'mine';
      });
      const early = look.startsWith('before') ? answer.then((value) => value) : undefined;
      future.setException('no');
      expect(called).toEqual([]);
      await turn();
      expect(called).toEqual(['no']);
      if (look !== 'never') {
        expect(await (early ?? answer)).toBe('mine');
      }
      if (look.endsWith('after')) {
        expect(await answer).toBe('mine');
      }
      expect(called).toEqual(['no']);
    });
  }

  test('functions of yours without a name are no promise’s', async () => {
    const future = new Future<number>();
    const answers = [
      future.then(
        (value) => value + 1,
        () => 0,
      ),
      future.then(
        function (this: unknown, value: number) {
          return value + 2;
        }.bind(undefined), // oxlint-disable-line no-extra-bind -- it has no source then
        (() => 0).bind(undefined), // oxlint-disable-line no-extra-bind -- as above
      ),
    ];
    future.setResult(40);
    expect(await Promise.all(answers)).toEqual([41, 42]);
  });
});

test('what you give to then, catch, finally and await goes on in the context in which you gave it', async () => {
  const storage = new AsyncLocalStorage<string>();
  for (const fails of [false, true]) {
    const future = new Future<number>();
    const seen: Record<string, string | undefined> = {};
    const see = (name: string) => (): void => {
      seen[name] = storage.getStore();
    };
    const all = ['a', 'b'].flatMap((context) =>
      storage.run(context, () => [
        future.then(see(`${context} then`), see(`${context} then`)),
        future.finally(see(`${context} finally`)).catch(() => {}),
        future.catch(() => {}).then(see(`${context} catch`)),
        (async () => {
          try {
            await future;
          } catch {
            // It fails.
          }
          see(`${context} await`)();
        })(),
        Promise.allSettled([future]).then(see(`${context} allSettled`)),
      ]),
    );
    await turn();
    storage.run('of the settler', () => {
      if (fails) {
        future.setException(new Error('no'));
      } else {
        future.setResult(1);
      }
    });
    await Promise.all(all);
    const expected = ['a', 'b'].flatMap((context) =>
      ['then', 'finally', 'catch', 'await', 'allSettled'].map((name) => [`${context} ${name}`, context]),
    );
    expect(seen).toEqual(Object.fromEntries(expected));
  }
});
