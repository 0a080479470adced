import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { asCompleted, EventLoopExecutor, Future, wait } from '../src/index.ts';
import { catchWarnings } from './support/help.ts';

/** Collects garbage until what is registered last is reported: then all that came before it has been collected too. */
async function collect(warnings: Error[], ends: string): Promise<Error[]> {
  makeFailed(ends, () => {});
  for (let round = 0; round < 100 && !warnings.some(({ cause }) => cause === ends); round += 1) {
    globalThis.gc?.();
    await setImmediate();
  }
  // The compiler, at work in a thread of its own, may hold an object for some collections more.
  for (let round = 0; round < 20; round += 1) {
    globalThis.gc?.();
    await setImmediate();
  }
  return warnings.filter(({ cause }) => cause !== ends);
}

/** A failed future that nobody holds afterwards. */
function makeFailed(error: unknown, look: (future: Future<unknown>) => unknown): void {
  const future = new Future<unknown>();
  future.setException(error);
  look(future);
}

/** As `makeFailed`, of one that was looked at before it failed. */
function makeFailing(error: unknown, look: (future: Future<unknown>) => unknown): void {
  const future = new Future<unknown>();
  look(future);
  future.setException(error);
}

describe('a failure that nobody looked at', () => {
  test('is reported once, when its future is collected', async () => {
    const warnings = catchWarnings();
    for (const error of [new Error('unseen'), undefined]) {
      makeFailed(error, () => {});
    }
    const reported = await collect(warnings, 'the end');
    expect(reported).toHaveLength(2);
    expect(new Set(reported.map(({ cause }) => cause))).toEqual(new Set([new Error('unseen'), undefined]));
    expect(reported.map(({ name }) => name)).toEqual(['HeddleWarning', 'HeddleWarning']);
    expect(await collect(warnings, 'the end again')).toHaveLength(3); // no report comes twice (the third is the first end)
  });

  test.each<[string, (future: Future<unknown>) => unknown]>([
    ['result', (future) => future.result().catch(() => {})],
    ['exception', (future) => future.exception()],
    ['then', (future) => future.then(undefined, () => {})],
    ['catch', (future) => future.catch(() => {})],
    ['finally', (future) => future.finally(() => {}).catch(() => {})],
    [
      'then with the functions of a promise',
      (future) => {
        const { promise, resolve, reject } = Promise.withResolvers();
        promise.catch(() => {});
        return future.then(resolve, reject);
      },
    ],
    ['result with options', (future) => future.result({ timeout: 0 }).catch(() => {})],
  ])('is not reported once %s looked at it, before or after', async (_name, look) => {
    const warnings = catchWarnings();
    makeFailed('after', look);
    makeFailing('before', look);
    expect(await collect(warnings, 'the end')).toEqual([]);
  });

  test.each<[string, (future: Future<unknown>) => unknown]>([
    ['a callback', (future) => future.addDoneCallback(() => {})],
    ['wait', (future) => wait([future])],
    ['asCompleted', (future) => asCompleted([future]).next()],
    ['done and state', (future) => [future.done(), future.state]],
  ])('is reported all the same after %s, which does not look', async (_name, look) => {
    const warnings = catchWarnings();
    makeFailed('unseen', look);
    expect((await collect(warnings, 'the end')).map(({ cause }) => cause)).toEqual(['unseen']);
  });

  test('is reported of an executor too, and a cancelled one never is', async () => {
    const warnings = catchWarnings();
    await (async () => {
      await using executor = new EventLoopExecutor();
      executor.submit(() => {
        throw new Error('of a task');
      });
      executor.submit(() => 1).cancel();
    })();
    expect((await collect(warnings, 'the end')).map(({ cause }) => (cause as Error).message)).toEqual(['of a task']);
  });

  test('is reported once of a chain: by the last, whose cause it is', async () => {
    const warnings = catchWarnings();
    await (async () => {
      await using executor = new EventLoopExecutor();
      const first = executor.submit((): number => {
        throw new Error('the first');
      });
      executor.submit((n: number) => n, first);
    })();
    const reported = await collect(warnings, 'the end');
    expect(reported.map(({ cause }) => cause)).toMatchObject([
      { code: 'ERR_DEPENDENCY', cause: { message: 'the first' } },
    ]);
  });

  test('is not reported of a map that was left: whoever left it wants no more of it', async () => {
    const warnings = catchWarnings();
    await (async () => {
      await using executor = new EventLoopExecutor({ maxWorkers: 2 });
      const gate = Promise.withResolvers<void>();
      const results = executor.map(
        async (n) => {
          await (n === 0 ? undefined : gate.promise);
          throw new Error(`item ${n}`);
        },
        [0, 1],
      );
      await results.next().catch(() => {});
      gate.resolve();
    })();
    expect(await collect(warnings, 'the end')).toEqual([]);
  });
});

test('nothing keeps a future that asCompleted has yielded', async () => {
  const collected: string[] = [];
  const registry = new FinalizationRegistry<string>((name) => collected.push(name));
  const last = new Future<string>();
  const completed = asCompleted(made());
  function made(): Future<string>[] {
    const future = new Future<string>();
    future.setResult('first');
    registry.register(future, 'first');
    return [future, last];
  }
  await (async () => {
    await completed.next();
  })();
  for (let round = 0; round < 100 && collected.length === 0; round += 1) {
    globalThis.gc?.();
    await setImmediate();
  }
  expect(collected).toEqual(['first']);
  last.setResult('last');
  expect((await completed.next()).value === last).toBe(true);
});
