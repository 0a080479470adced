import { getEventListeners } from 'node:events';
import { expect, test, vi } from 'vitest';
import { onAbort } from '../src/waiting/index.ts';

function listeners(signal: AbortSignal): number {
  return getEventListeners(signal, 'abort').length;
}

test('a signal carries one listener, exactly while somebody waits', () => {
  const { signal } = new AbortController();
  const removals = Array.from({ length: 50 }, () => onAbort(signal, () => {}));
  expect(listeners(signal)).toBe(1);
  const last = removals.pop()!;
  for (const remove of removals) {
    remove();
    remove();
  }
  expect(listeners(signal)).toBe(1);
  last();
  expect(listeners(signal)).toBe(0);
  onAbort(signal, () => {});
  expect(listeners(signal)).toBe(1);
});

test('each is called once, in order, and no listener is left', () => {
  const controller = new AbortController();
  const calls: number[] = [];
  const same = (): void => {
    calls.push(0);
  };
  const removals = [same, same, () => calls.push(1)].map((fn) => onAbort(controller.signal, fn));
  controller.abort();
  expect(calls).toEqual([0, 0, 1]);
  expect(listeners(controller.signal)).toBe(0);
  for (const remove of removals) {
    remove();
  }
  expect(calls).toEqual([0, 0, 1]);
});

test('what was removed is not called, not even from one that is', () => {
  const controller = new AbortController();
  const [removed, removedLate] = [vi.fn(), vi.fn()];
  const remove = onAbort(controller.signal, removed);
  onAbort(controller.signal, () => {
    removeLate();
  });
  const removeLate = onAbort(controller.signal, removedLate);
  remove();
  controller.abort();
  expect(removed).not.toHaveBeenCalled();
  expect(removedLate).not.toHaveBeenCalled();
});

test('two signals know nothing of each other', () => {
  const [one, other] = [new AbortController(), new AbortController()];
  const fn = vi.fn();
  onAbort(one.signal, fn);
  onAbort(other.signal, () => {});
  other.abort();
  expect(fn).not.toHaveBeenCalled();
  one.abort();
  expect(fn).toHaveBeenCalledTimes(1);
});
