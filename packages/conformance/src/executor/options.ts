import type { MapOptions } from '@heddle/futures';
import { expect } from 'vitest';
import { synchronous } from './map.ts';
import { type ExecutorSubject, failureOf } from './subject.ts';
import { double } from '../tasks/basic.ts';

const over = { done: true, value: undefined };

/** Wrong options: what is refused, by name, and where. */
export function describeOptions({ make, check }: ExecutorSubject): void {
  check('maxWorkers is an integer from 1 up', async () => {
    for (const [maxWorkers, type] of [
      [0, RangeError],
      [-1, RangeError],
      [1.5, RangeError],
      [NaN, RangeError],
      ['1', TypeError],
      [null, TypeError],
    ] as const) {
      const error = await failureOf(() => make({ maxWorkers: maxWorkers as number }));
      expect(error, String(maxWorkers)).toBeInstanceOf(type);
      expect((error as Error).message).toMatch(/^Expected maxWorkers to be .*, got /);
    }
  });

  const wrongOfMap: readonly (readonly [option: string, value: unknown, type: ErrorConstructor])[] = [
    ['chunkSize', 0, RangeError],
    ['chunkSize', -1, RangeError],
    ['chunkSize', 1.5, RangeError],
    ['chunkSize', Infinity, RangeError],
    ['chunkSize', NaN, RangeError],
    ['chunkSize', '1', TypeError],
    ['chunkSize', null, TypeError],
    ['bufferSize', 0, RangeError],
    ['bufferSize', -1, RangeError],
    ['bufferSize', 2.5, RangeError],
    ['bufferSize', '3', TypeError],
    ['bufferSize', null, TypeError],
    ['ordered', 1, TypeError],
    ['ordered', null, TypeError],
    ['settled', 'true', TypeError],
    ['settled', null, TypeError],
    ['timeout', -1, RangeError],
    ['timeout', NaN, RangeError],
    ['timeout', '5', TypeError],
    ['timeout', null, TypeError],
    ['signal', {}, TypeError],
    ['signal', null, TypeError],
  ];
  check('wrong options reject the first next(), by name, and pull nothing', async () => {
    const executor = make();
    let pulled = 0;
    const items = synchronous([1], () => {
      pulled += 1;
    });
    for (const [option, value, type] of wrongOfMap) {
      const results = executor.map(double, items, { [option]: value } as MapOptions);
      const error = await failureOf(results.next());
      expect(error, `${option}: ${String(value)}`).toBeInstanceOf(type);
      expect((error as Error).message).toMatch(new RegExp(`^Expected ${option} to be .*, got `));
      expect(await results.next()).toEqual(over);
    }
    for (const options of [null, 1, 'all']) {
      expect(await failureOf(executor.map(double, items, options as never).next())).toBeInstanceOf(TypeError);
    }
    expect([pulled, executor.stats().pending]).toEqual([0, 0]);
  });

  check('so do items that are none, a function that is none, and a signal that has aborted', async () => {
    const executor = make();
    for (const items of [undefined, null, 1, {}]) {
      const error = await failureOf(executor.map(double, items as never).next());
      expect(error).toBeInstanceOf(TypeError);
      expect((error as Error).message).toMatch(/^Expected items to be .*, got /);
    }
    expect(await failureOf(executor.map('double' as never, [1]).next())).toBeInstanceOf(TypeError);
    expect(await failureOf(executor.starmap(double, [1] as never).next())).toBeInstanceOf(TypeError);
    const results = executor.map(double, [1], { signal: AbortSignal.abort(new Error('before')) });
    expect(await failureOf(results.next())).toMatchObject({ message: 'before' });
    expect(await results.next()).toEqual(over);
    expect(executor.stats()).toMatchObject({ pending: 0, running: 0, done: 0 });
  });

  const wrongOfWith: readonly (readonly [option: string, value: unknown, type: ErrorConstructor])[] = [
    ['priority', -1, RangeError],
    ['priority', 0.5, RangeError],
    ['priority', '1', TypeError],
    ['priority', null, TypeError],
    ['retries', -1, RangeError],
    ['retries', 1.5, RangeError],
    ['retries', NaN, RangeError],
    ['retries', '1', TypeError],
    ['backoff', -1, RangeError],
    ['backoff', NaN, RangeError],
    ['backoff', '1', TypeError],
    ['timeout', -1, RangeError],
    ['timeout', NaN, RangeError],
    ['timeout', '1', TypeError],
    ['timeout', null, TypeError],
    ['signal', {}, TypeError],
    ['signal', null, TypeError],
    ['name', 1, TypeError],
    ['name', null, TypeError],
    ['transfer', {}, TypeError],
    ['transfer', 'all', TypeError],
  ];
  check('with refuses wrong options by name', () => {
    const executor = make();
    for (const [option, value, type] of wrongOfWith) {
      const call = (): unknown => executor.with({ [option]: value });
      expect(call, `${option}: ${String(value)}`).toThrow(type);
      expect(call).toThrow(new RegExp(`^Expected ${option} to be .*, got `));
    }
    for (const options of [undefined, null, 1, 'all']) {
      expect(() => executor.with(options as never)).toThrow(TypeError);
    }
    expect(executor.stats()).toMatchObject({ pending: 0 });
  });
}
