import type { Executor } from '@heddle/futures';
import { expect } from 'vitest';
import { executorErrors, type ExecutorSubject, failureOf } from './subject.ts';
import { double, echo } from '../tasks/basic.ts';
import {
  everyUncloneable,
  ignore,
  makeBytes,
  makeUncloneable,
  returnDeep,
  returnUncloneable,
  whichWorker,
} from '../tasks/crash.ts';

/** What the error says of each: what it was, or what came of looking at it. */
const says: Readonly<Record<string, RegExp>> = {
  'a function': /could not be cloned/,
  'an instance with a function in a field': /instance of WithMethod: .*could not be cloned/,
  'a WeakMap': /WeakMap/,
  'a symbol': /Symbol\(s\)/,
  'a getter that throws': /no price/,
  'a getter that overflows the stack': /call stack/,
  'a proxy that throws': /could not be cloned|no keys/,
};

/** Arguments and results that cannot cross, and such as are heavy. */
export function describeCrossing({ check, checkOnWorkers, workers }: ExecutorSubject, shared: () => Executor): void {
  const crosses = workers !== 'none';

  for (const kind of everyUncloneable) {
    const looks = { ...executorErrors.transfer, message: expect.stringMatching(says[kind] ?? /nothing/) };

    check(`${kind} as a result fails its task alone, unless it need not cross`, async () => {
      const executor = shared();
      const worker = await executor.submit(whichWorker);
      const future = executor.submit(returnUncloneable, kind);
      if (crosses) {
        const error = await failureOf(future);
        expect(error).toMatchObject(looks);
        expect((error as Error).message).toMatch(/the result of returnUncloneable/);
      } else {
        expect(typeof (await future)).toMatch(/function|object|symbol/);
      }
      expect(await executor.submit(whichWorker)).toBe(worker);
    });

    check(`${kind} as an argument fails its task alone, unless it need not cross`, async () => {
      const executor = shared();
      const futures = [
        executor.submit(double, 1),
        executor.submit(echo, makeUncloneable(kind)),
        executor.submit(double, 2),
      ] as const;
      if (crosses) {
        const error = await failureOf(futures[1]);
        expect(error).toMatchObject(looks);
        expect((error as Error).message).toMatch(/argument 0 of echo/);
      } else {
        expect(typeof (await futures[1])).toMatch(/function|object|symbol/);
      }
      expect(await Promise.all([futures[0], futures[2]])).toEqual([2, 4]);
    });
  }

  check('an argument that does not bear a look fails its task alone, unless it need not cross', async () => {
    const executor = shared();
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const future = executor.submit(ignore, proxy);
    if (crosses) {
      expect(await failureOf(future)).toMatchObject({
        ...executorErrors.transfer,
        message: expect.stringMatching(/argument 0 of ignore .*got an object/),
      });
    } else {
      expect(await future).toBe('ignored');
    }
    expect(await executor.submit(double, 21)).toBe(42);
  });

  checkOnWorkers('in a chunk, results that cannot cross fail their items alone', async () => {
    const kinds = ['a number', ...everyUncloneable, 'a number'];
    const results = await shared().map(returnUncloneable, kinds, { chunkSize: kinds.length, settled: true }).toArray();
    for (const [index, kind] of kinds.entries()) {
      expect(results[index]).toMatchObject(
        kind === 'a number'
          ? { status: 'fulfilled', value: 42 }
          : {
              status: 'rejected',
              reason: { ...executorErrors.transfer, message: expect.stringMatching(says[kind] ?? '') },
            },
      );
    }
  });

  checkOnWorkers('in a chunk, arguments that cannot cross fail their items alone', async () => {
    const items = [1, ...everyUncloneable.map(makeUncloneable), 2];
    const results = await shared().map(echo, items, { chunkSize: items.length, settled: true }).toArray();
    expect(results.map(({ status }) => status)).toEqual(
      items.map((item) => (typeof item === 'number' ? 'fulfilled' : 'rejected')),
    );
    for (const [index, kind] of everyUncloneable.entries()) {
      expect(results[index + 1]).toMatchObject({
        reason: { ...executorErrors.transfer, message: expect.stringMatching(says[kind] ?? /nothing/) },
      });
    }
    const ordered = shared().map(echo, items, { chunkSize: items.length });
    expect(await ordered.next()).toEqual({ done: false, value: 1 });
    expect(await failureOf(ordered.next())).toMatchObject(executorErrors.transfer);
  });

  check('many megabytes cross, there and back', async () => {
    const executor = shared();
    const bytes = await executor.submit(makeBytes, 24_000_000);
    expect([bytes.length, bytes[0], bytes.at(-1)]).toEqual([24_000_000, 7, 7]);
    const back = (await executor.submit(echo, bytes)) as Uint8Array;
    expect([back.length, back[0], back.at(-1)]).toEqual([24_000_000, 7, 7]);
  });

  check('a result that is deeper than the stack ends somehow, and the pool goes on', async () => {
    const executor = shared();
    const failures: unknown[] = [];
    for (const depth of [1_000, 6_000, 100_000]) {
      failures.push(await executor.submit(returnDeep, depth).exception());
      expect(await executor.submit(double, depth)).toBe(2 * depth);
    }
    expect(failures[0]).toBeUndefined();
    if (crosses) {
      expect(failures[2]).toMatchObject({ message: expect.stringMatching(/call stack/) });
      expect((failures[2] as { code: string }).code).toMatch(/ERR_TRANSFER|ERR_WORKER_CRASHED/);
    }
  });
}
