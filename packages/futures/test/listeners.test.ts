import { expect, test } from 'vitest';
import { Adopter } from '../src/adopter.ts';
import { CancelledError } from '../src/errors.ts';
import { Future } from '../src/future.ts';
import { Listeners } from '../src/listeners.ts';
import type { End } from '../src/outcome.ts';
import { Watcher } from '../src/watcher.ts';

test('those are answered first who wait for good, then those whose wait may end, then the watchers, each in the order they came, once', async () => {
  const future = new Future<string>();
  const listeners = new Listeners<string>();
  const heard: [string, unknown][] = [];
  const adopter = (name: string): Adopter =>
    new Adopter(
      future,
      (value) => heard.push([name, value]),
      () => {},
    );
  listeners.add(new Hears((end) => heard.push(['watcher', end])));
  const late = listeners.wait('exception', {}, () => {});
  listeners.adopt(adopter('a'));
  const promise = listeners.promiseOf(future);
  expect(listeners.promiseOf(future)).toBe(promise);
  listeners.adopt(adopter('b'));
  const controller = new AbortController();
  const gone = listeners.wait('result', { signal: controller.signal }, () => {});
  const ended = expect(gone).rejects.toBe('left');
  controller.abort('left');
  listeners.adopt(adopter('c'));
  const end: End<string> = { ok: true, value: 'value' };
  listeners.settled(future, end);
  expect(heard).toEqual([
    ['a', 'value'],
    ['b', 'value'],
    ['c', 'value'],
    ['watcher', end],
  ]);
  expect(await Promise.all([promise, late])).toEqual(['value', undefined]);
  await ended;
});

test('what was cancelled rejects each with an error of its own', async () => {
  const future = new Future();
  const listeners = new Listeners();
  const promises = ['first', 'second'].map(() => {
    const { promise, resolve, reject } = Promise.withResolvers();
    listeners.adopt(new Adopter(future, resolve, reject));
    return promise.catch((error: unknown) => error);
  });
  listeners.settled(future, { ok: 'cancelled', reason: 'because' });
  const errors = await Promise.all(promises);
  expect(errors).toMatchObject([{ cause: 'because' }, { cause: 'because' }]);
  expect(errors[0]).toBeInstanceOf(CancelledError);
  expect(errors[0]).not.toBe(errors[1]);
});

test('with nobody to answer it answers nobody', () => {
  new Listeners().settled(new Future(), { ok: false, error: 'nobody hears it' });
});

class Hears extends Watcher {
  readonly #hear: (end: End<unknown>) => void;

  constructor(hear: (end: End<unknown>) => void) {
    super();
    this.#hear = hear;
  }

  override settled(_future: Future<unknown>, end: End<unknown>): void {
    this.#hear(end);
  }
}
