import { expect, test } from 'vitest';
import { checkWaitOptions, describe as describeValue } from '../src/waiting/index.ts';

class Job {
  id = 1;
}

test.each([
  [-1, '-1'],
  [NaN, 'NaN'],
  [1n, '1n'],
  ['abc', '"abc"'],
  [undefined, 'undefined'],
  [null, 'null'],
  [true, 'true'],
  [Symbol('s'), 'Symbol(s)'],
  [{}, 'an object'],
  [Object.create(null), 'an object'],
  [[1], 'an array'],
  [new Job(), 'an instance of Job'],
  [function f() {}, 'a function named f'],
  [(() => () => {})(), 'a function without a name'],
])('%o is described as %s', (value, text) => {
  expect(describeValue(value)).toBe(text);
});

test('a description is short, and never fails', () => {
  expect(describeValue('a'.repeat(1_000)).length).toBeLessThan(70);
  const hostile = {
    get constructor(): never {
      throw new Error('no');
    },
  };
  expect(describeValue(hostile)).toBe('an object');
  for (const [target, text] of [
    [{}, 'an object'],
    [() => 1, 'a function'],
  ] as const) {
    const { proxy, revoke } = Proxy.revocable(target, {});
    revoke();
    expect(describeValue(proxy)).toBe(text);
  }
});

test('checked options are those that were given', () => {
  const { signal } = new AbortController();
  expect(checkWaitOptions(undefined)).toEqual({});
  expect(checkWaitOptions({ timeout: 0, signal })).toEqual({ timeout: 0, signal });
  expect(() => checkWaitOptions({ timeout: -1 })).toThrow(
    new RangeError('Expected timeout to be a number of milliseconds from 0 up, got -1'),
  );
});

test('a signal is known by what it can do', () => {
  const signal = { aborted: false, addEventListener() {}, removeEventListener() {} };
  expect(checkWaitOptions({ signal }).signal).toBe(signal);
});
