import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, test } from 'vitest';
import { captureStores, runWithStores } from '../src/task/propagate.ts';
import { propagate } from '../src/index.ts';
import { thrown } from './support/help.ts';

const storage = new AsyncLocalStorage<string>();
const run = <R>(_store: unknown, fn: () => R): R => fn();

describe('propagate', () => {
  test.each([
    ['no name', '', storage, 'Expected name to be a string that is not empty, got ""'],
    ['a name that is none', 7, storage, 'Expected name to be a string that is not empty, got 7'],
    [
      'no storage',
      'a',
      undefined,
      'Expected storage to have getStore and run, as AsyncLocalStorage has, got undefined',
    ],
    ['null', 'a', null, 'Expected storage to have getStore and run, as AsyncLocalStorage has, got null'],
    [
      'half a storage',
      'a',
      { run },
      'Expected storage to have getStore and run, as AsyncLocalStorage has, got an Object',
    ],
  ])('refuses %s', (_what, name, given, message) => {
    const error = thrown(() => {
      (propagate as (...args: unknown[]) => void)(name, given);
    });
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toContain(message.slice(0, message.indexOf(', got')));
  });

  test('takes the same storage again, and refuses another one of that name', () => {
    propagate('heddle-test.a', storage);
    propagate('heddle-test.a', storage);
    const error = thrown(() => {
      propagate('heddle-test.a', new AsyncLocalStorage());
    });
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toContain('got a second one for "heddle-test.a"');
  });

  test('a store of a name that is not known here is passed on as it is, and no other', () => {
    propagate('heddle-test.a', storage);
    const arrived = [
      ['heddle-test.a', 'from afar'],
      ['heddle-test.unknown', { n: 1 }],
    ] as const;
    expect(captureStores(arrived)).toEqual([arrived[1]]);
    expect(storage.run('here', () => captureStores(arrived))).toEqual([['heddle-test.a', 'here'], arrived[1]]);
    expect(runWithStores(arrived, () => captureStores(arrived))).toEqual(arrived);
    expect(captureStores()).toBeUndefined();
  });
});
