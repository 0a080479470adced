import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBrief, writeBrief } from '../src/values/brief-call.ts';

const plain = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.constantFrom('', '\u2028', '"\\', '\ud800', '__proto__'),
);

test('a call of plain arguments crosses as it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1 }), fc.nat(), fc.array(plain), (call, fn, args) => {
      const text = writeBrief(call, fn, args);
      expect(text).toBeTypeOf('string');
      expect(readBrief(text ?? '')).toEqual({ call, fn, args });
    }),
  );
});

test('what JSON would change, or takes long to write, does not go in brief', () => {
  for (const arg of [undefined, NaN, Infinity, -0, 1n, Symbol.iterator, {}, [], new Date(0), 'x'.repeat(257)]) {
    expect(writeBrief(1, 0, [arg])).toBeUndefined();
    expect(writeBrief(1, 0, ['plain', arg])).toBeUndefined();
  }
});
