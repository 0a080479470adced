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

test('after each slow call it is sent half as many, down to as many as are over within a millisecond', () => {
  const pace = new Pace(100);
  const grow = (): void => {
    for (let call = 0; call < 100; call += 1) {
      pace.ended(undefined);
    }
  };
  for (const [ms, left] of [
    [worthTelling, [50, 25, 12, 6, 4, 4]],
    [0.5, [50, 25, 12, 6, 3, 2, 2]],
    [1, [50, 25, 12, 6, 3, 1, 1]],
    [1.01, [50, 25, 12, 6, 3, 1, 0, 0]],
    [25, [50, 25, 12, 6, 3, 1, 0, 0]],
  ] as const) {
    grow();
    expect(pace.ahead).toBe(100);
    const seen = left.map(() => {
      pace.ended(ms);
      return pace.ahead;
    });
    expect(seen).toEqual(left);
  }
  pace.ended(undefined);
  pace.ended(worthTelling); // it does not grow by a call that was not quick
  expect(pace.ahead).toBe(1);
});

test('once it gave some back it is sent none', () => {
  const pace = new Pace(100);
  pace.ended(undefined);
  pace.ended(undefined);
  pace.gaveBack();
  expect(pace.ahead).toBe(0);
  pace.ended(undefined);
  expect(pace.ahead).toBe(1);
});

test('one that may be sent none stays at that', () => {
  const pace = new Pace(0);
  pace.ended(undefined);
  pace.ended(1);
  expect(pace.ahead).toBe(0);
});
