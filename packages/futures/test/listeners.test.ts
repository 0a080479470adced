import { expect, test } from 'vitest';
import { Adopter, type Asked, Listeners } from '../src/listeners.ts';

test('those are answered first who wait for good, then those whose wait may end, each in the order they came, once', async () => {
  const listeners = new Listeners<string>();
  const answered: [string, Asked][] = [];
  const adopter = (name: string): Adopter =>
    new Adopter(
      (value) => answered.push([name, value as Asked]),
      () => {},
    );
  const late = listeners.wait('exception', {}, () => {});
  listeners.adopt(adopter('a'));
  const { promise } = listeners;
  expect(listeners.promise).toBe(promise);
  listeners.adopt(adopter('b'));
  const controller = new AbortController();
  const gone = listeners.wait('result', { signal: controller.signal }, () => {});
  const ended = expect(gone).rejects.toBe('left');
  controller.abort('left');
  listeners.adopt(adopter('c'));
  const kinds: Asked[] = [];
  listeners.answer((asked, each) => {
    kinds.push(asked);
    each.resolve(asked);
  });
  expect(answered.map(([name]) => name)).toEqual(['a', 'b', 'c']);
  expect(kinds).toEqual(['result', 'result', 'result', 'result', 'exception']); // one of them is the promise
  expect(await Promise.all([promise, late])).toEqual(['result', 'exception']);
  await ended;
});

test('with nobody to answer it answers nobody', () => {
  new Listeners().answer(() => {
    throw new Error('Expected nobody, got somebody');
  });
});
