import { expect, test } from 'vitest';
import { enclose, open } from '../src/envelope.ts';

test('a letter is opened by whoever knows its key', () => {
  expect(open(enclose('key', { type: 'setup' }), undefined)).toEqual({ heddle: 'key', message: { type: 'setup' } });
  expect(open(enclose('key', '[1,0]'), 'key')).toEqual({ heddle: 'key', message: '[1,0]' });
});

test('what somebody else says over the same channel is no letter', () => {
  for (const said of ['[1,0]', 'other[1,0]', '', undefined, null, 1, {}, ['key'], { heddle: 1 }]) {
    expect(open(said, 'key')).toBeUndefined();
  }
  expect(open('key[1,0]', undefined)).toBeUndefined(); // a text never comes first
});
