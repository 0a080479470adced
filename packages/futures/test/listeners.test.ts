import { expect, test } from 'vitest';
import { CancelledError } from '../src/errors.ts';
import { Future } from '../src/future.ts';
import { Adopter, Listeners } from '../src/listeners.ts';
import type { End } from '../src/outcome.ts';
import { Watcher } from '../src/watcher.ts';

test('those are answered first who wait for good, then those whose wait may end, then the watchers, each in the order they came, once', async () => {
  const listeners = new Listeners<string>();
  const heard: [string, unknown][] = [];
  const adopter = (name: string): Adopter =>
    new Adopter(
      (value) => heard.push([name, value]),
      () => {},
    );
  listeners.add(new Hears((end) => heard.push(['watcher', end])));
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
  const end: End<string> = { ok: true, value: 'value' };
  listeners.settled(new Future<string>(), end);
  expect(heard).toEqual([
    ['a', 'value'],
    ['b', 'value'],
    ['c', 'value'],
    ['watcher', end],
  ]);
  expect(await Promise.all([promise, late])).toEqual(['value', undefined]);
  await ended;
});

test('what was cancelled rejects each with an error of its own', () => {
  const errors: unknown[] = [];
  const listeners = new Listeners();
  for (let count = 0; count < 2; count += 1) {
    listeners.adopt(
      new Adopter(
        () => {},
        (error) => errors.push(error),
      ),
    );
  }
  listeners.settled(new Future(), { ok: 'cancelled', reason: 'because' });
  expect(errors).toMatchObject([new CancelledError(), new CancelledError()]);
  expect(errors).toMatchObject([{ cause: 'because' }, { cause: 'because' }]);
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
