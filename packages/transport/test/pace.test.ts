import { expect, test } from 'vitest';
import { Pace, worthTelling } from '../src/near/pace.ts';

test('a worker is sent nothing ahead at first, one more for each quick call, and never more than the most', () => {
  const pace = new Pace(3);
  const seen = [pace.ahead];
  for (let call = 0; call < 5; call += 1) {
    pace.ended(undefined);
    seen.push(pace.ahead);
  }
  expect(seen).toEqual([0, 1, 2, 3, 3, 3]);
});

test('after a slow call it is sent as many as are over within a millisecond, and none after one that took longer', () => {
  const pace = new Pace(100);
  const grow = (): void => {
    for (let call = 0; call < 100; call += 1) {
      pace.ended(undefined);
    }
  };
  for (const [ms, left] of [
    [worthTelling, 4],
    [0.5, 2],
    [1, 1],
    [1.01, 0],
    [25, 0],
    [Infinity, 0],
  ] as const) {
    grow();
    expect(pace.ahead).toBe(100);
    pace.ended(ms);
    expect(pace.ahead).toBe(left);
  }
  pace.ended(undefined);
  pace.ended(worthTelling); // it does not grow by a call that was not quick
  expect(pace.ahead).toBe(1);
});

test('one that may be sent none stays at that', () => {
  const pace = new Pace(0);
  pace.ended(undefined);
  pace.ended(1);
  expect(pace.ahead).toBe(0);
});
