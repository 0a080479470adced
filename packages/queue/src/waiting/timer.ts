import { LoneTimer } from './lone-timer.ts';
import { type Alarm, type Expiring, type Timer, TimerLine } from './timer-line.ts';

interface Outside {
  runInAsyncScope(
    fn: (ring: () => void, ms: number) => unknown,
    receiver: undefined,
    ring: () => void,
    ms: number,
  ): unknown;
}

interface AsyncHooks {
  AsyncResource: new (type: string, options: { requireManualDestroy: boolean }) => Outside;
}

interface Host {
  process?: { getBuiltinModule?: (id: 'node:async_hooks') => AsyncHooks };
}

// Not an import: there is none in a browser.
const hooks = (globalThis as Host).process?.getBuiltinModule?.('node:async_hooks');

/** Where the alarm is set: in the asynchronous context of whoever waits it would keep that alive, and everybody else's timers would run in it. */
const outside: Outside =
  hooks === undefined
    ? { runInAsyncScope: (fn, _receiver, ring, ms) => fn(ring, ms) }
    : new hooks.AsyncResource('HeddleTimers', { requireManualDestroy: true });

// Those of the host, also while a test has others in their place.
const { setTimeout, clearTimeout, performance } = globalThis;
const now = performance.now.bind(performance);

/** Everyone on this thread who waits for a time. */
const line = new TimerLine({
  now,
  setAlarm: (ring, ms) => outside.runInAsyncScope(setTimeout, undefined, ring, ms) as Alarm,
  clearAlarm: (alarm) => {
    clearTimeout(alarm as number);
  },
});

/**
 * Has `owner.expire()` called once after `ms` milliseconds, however long that is (`Infinity` too), and holds the event loop open until then.
 *
 * All share one timer, by the clock and the `setTimeout` that were there first. Where another has taken the place of that, as in tests that fake timers, each
 * has one of its own: it need not go by any clock, and may be gone before the time has passed.
 */
export function expireAfter(ms: number, owner: Expiring): Timer {
  return globalThis.setTimeout === setTimeout ? line.start(ms, owner) : new LoneTimer(ms, owner);
}

/**
 * Calls `fn` once after `ms` milliseconds, however long that is (`Infinity` too), and holds the event loop open until then.
 *
 * @returns what stops it; calling that again, or late, does nothing
 */
export function startTimer(ms: number, fn: () => void): () => void {
  const timer = expireAfter(ms, { expire: fn });
  return () => {
    timer.stop();
  };
}
