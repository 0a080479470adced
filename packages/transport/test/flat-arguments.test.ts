import { SimpleQueue } from '@heddle/queue';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { addCopied, flatten } from '../src/near/flatten.ts';
import { listAt, unflatten } from '../src/values/flat-arguments.ts';

const lists = fc
  .nat(4)
  .chain((arity) => fc.array(fc.array(fc.anything(), { minLength: arity, maxLength: arity }), { maxLength: 20 }));

test('lists of one length come back as they were, all together or one by one', () => {
  fc.assert(
    fc.property(lists, (argLists) => {
      const flat = flatten(argLists);
      expect(flat?.count).toBe(argLists.length);
      expect(flat === undefined ? undefined : unflatten(flat)).toStrictEqual(argLists);
      for (const [index, args] of argLists.entries()) {
        const list = flat === undefined ? [] : listAt(flat, index);
        expect(list).toHaveLength(args.length);
        expect(list.every((arg, at) => Object.is(arg, args[at]))).toBe(true);
      }
    }),
  );
});

test('lists that differ in length are not flattened', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer(), { maxLength: 3 }), { minLength: 2 }), (argLists) => {
      const lengths = new Set(argLists.map(({ length }) => length));
      expect(flatten(argLists) === undefined).toBe(lengths.size > 1);
    }),
  );
});

test.each([
  ['a queue', new SimpleQueue()],
  ['a function', () => {}],
])('%s is no argument that is copied', (_, value) => {
  expect(flatten([[1], [value]])).toBeUndefined();
  expect(addCopied([], [1, value])).toBe(false);
  expect(flatten([[1], [[value]]])?.values).toEqual([1, [value]]); // what it is inside of is asked as it is cloned
});

test('calls without arguments count', () => {
  expect(unflatten({ arity: 0, count: 3, values: [] })).toEqual([[], [], []]);
  expect(flatten([[], []])).toEqual({ arity: 0, count: 2, values: [] });
  expect(flatten([])).toEqual({ arity: 0, count: 0, values: [] });
});
