import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Alarm, type Clock, TimerLine } from '../src/waiting/timer-line.ts';

/** A clock that is told the time, and rings as it passes; `early` is how much too early it may ring. */
class TestClock implements Clock {
  time = 0;
  early = 0;
  /** How often an alarm was set. */
  count = 0;
  alarm: { ring: () => void; at: number; isHeld: boolean } | undefined = undefined;

  now(): number {
    return this.time;
  }

  setAlarm(ring: () => void, ms: number): Alarm {
    expect(this.alarm).toBeUndefined(); // one for all
    expect(Number.isInteger(ms) && ms >= 0 && ms < 2 ** 31).toBe(true);
    this.count += 1;
    const alarm = { ring, at: this.time + Math.max(1, ms) - this.early, isHeld: true };
    this.alarm = alarm;
    return {
      ref: () => (alarm.isHeld = true),
      unref: () => (alarm.isHeld = false),
    };
  }

  clearAlarm(): void {
    expect(this.alarm).toBeDefined();
    this.alarm = undefined;
  }

  get isHeld(): boolean {
    return this.alarm?.isHeld === true;
  }

  advance(ms: number): void {
    const until = this.time + ms;
    while (this.alarm !== undefined && this.alarm.at <= until) {
      this.time = Math.max(this.time, this.alarm.at);
      this.ring();
    }
    this.time = until;
  }

  /** All at once, late: something had blocked the thread. */
  jump(ms: number): void {
    this.time += ms;
    this.advance(0);
  }

  ring(): void {
    const { ring } = this.alarm!;
    this.alarm = undefined;
    ring();
  }
}

function makeLine(): { clock: TestClock; line: TimerLine } {
  const clock = new TestClock();
  return { clock, line: new TimerLine(clock) };
}

const never = {
  expire(): void {
    throw new Error('not expected to expire');
  },
};

test('a line does as a sorted array does', () => {
  const ms = fc.oneof(fc.nat(20), fc.constantFrom(5, 5, 5, 1_000, 2 ** 31 - 1, 2 ** 31, 2 ** 33, Infinity));
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.record({ name: fc.constant('start' as const), all: fc.array(ms, { maxLength: 30 }) }) },
    { weight: 5, arbitrary: fc.record({ name: fc.constant('stop' as const), from: fc.nat(400), every: fc.nat(3) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        name: fc.constantFrom('advance' as const, 'jump' as const),
        ms: fc.oneof(fc.nat(10), fc.constantFrom(1_000, 2 ** 31, 2 ** 33)),
      }),
    },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 50, size: 'max' }), (steps) => {
      const { clock, line } = makeLine();
      const expired: number[] = [];
      const timers: { stop(): void }[] = [];
      let model: { id: number; due: number }[] = [];
      for (const action of steps) {
        if (action.name === 'start') {
          for (const wait of action.all) {
            const id = timers.length;
            timers.push(line.start(wait, { expire: () => expired.push(id) }));
            model.push({ id, due: clock.time + wait });
          }
        } else if (action.name === 'stop') {
          const isStopped = (id: number): boolean => id >= action.from && id % 4 !== action.every;
          timers.filter((_, id) => isStopped(id)).forEach((timer) => timer.stop());
          model = model.filter(({ id }) => !isStopped(id));
        } else {
          clock[action.name](action.ms);
          // A wait of 0 takes a turn, as `setTimeout` does: so it may be there still.
          const isOver = ({ due }: { due: number }): boolean => due <= clock.time;
          const over = model.filter(isOver).toSorted((a, b) => a.due - b.due || a.id - b.id);
          const told = expired.splice(0);
          expect(told).toEqual(over.map(({ id }) => id).filter((id) => told.includes(id)));
          for (const { id, due } of over) {
            expect(told.includes(id) || due === clock.time).toBe(true);
          }
          model = model.filter(({ id }) => !told.includes(id));
        }
        expect(line.size).toBe(model.length);
        expect(clock.isHeld).toBe(model.length > 0);
      }
    }),
    { numRuns: 500 },
  );
});

test('those who stay are told in order, wherever in the line most have stopped', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000), { minLength: 200, maxLength: 400 }), fc.nat(4), (waits, kept) => {
      const { clock, line } = makeLine();
      const told: number[] = [];
      const timers = waits.map((ms) => line.start(ms, { expire: () => told.push(ms) }));
      timers.filter((_, id) => id % 5 !== kept).forEach((timer) => timer.stop());
      clock.advance(1_001);
      expect(told).toEqual(waits.filter((_, id) => id % 5 === kept).toSorted((a, b) => a - b));
    }),
  );
});

test('nobody is told early, by a clock with fractions and an alarm that rings too early, nor 2 ms late', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3_000), fc.nat(9_000)), { minLength: 1 }), fc.nat(999), (waits, early) => {
      const { clock, line } = makeLine();
      clock.early = early / 1_000;
      const off: number[] = [];
      for (const [pause, tenths] of waits) {
        clock.advance(pause / 1_000);
        const due = clock.time + tenths / 10;
        line.start(tenths / 10, { expire: () => off.push(clock.time - due) });
      }
      clock.advance(2_000);
      expect(off).toHaveLength(waits.length);
      expect(Math.min(...off)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...off)).toBeLessThan(2);
    }),
  );
});

test('one that throws loses none of the others', () => {
  const { clock, line } = makeLine();
  const told: string[] = [];
  const tell = (name: string): void => {
    line.start(10, {
      expire() {
        told.push(name);
        if (name === 'second') {
          throw new Error('thrown');
        }
      },
    });
  };
  ['first', 'second', 'third'].forEach(tell);
  expect(() => {
    clock.jump(20);
  }).toThrow('thrown');
  expect([told, line.size, clock.isHeld]).toEqual([['first', 'second'], 1, true]);
  clock.advance(1);
  expect([told, line.size, clock.isHeld]).toEqual([['first', 'second', 'third'], 0, false]);
});

test('whoever comes while others are told waits for the next alarm, also where the clock stands still', () => {
  const { clock, line } = makeLine();
  let times = 0;
  const again = {
    expire(): void {
      times += 1;
      if (times < 10) {
        line.start(0, again);
      }
    },
  };
  line.start(10, again);
  line.start(10, { expire: () => {} });
  clock.jump(20);
  expect([times, line.size, clock.isHeld]).toEqual([1, 1, true]);
  clock.advance(1);
  expect(times).toBe(2);
});

test('whoever comes while one is told sets no alarm for those who are told next', () => {
  const { clock, line } = makeLine();
  line.start(10, {
    expire() {
      line.start(30, { expire: () => {} });
    },
  });
  line.start(10, { expire: () => {} });
  clock.jump(20);
  clock.advance(30);
  expect([clock.count, line.size]).toEqual([2, 0]);
});

test('what one stops as it is told is not told, though it was due', () => {
  const { clock, line } = makeLine();
  line.start(10, {
    expire() {
      second.stop();
    },
  });
  const second = line.start(10, never);
  clock.jump(20);
  expect([line.size, clock.isHeld]).toEqual([0, false]);
});

test('waits that end in time, one after the other, set no alarm of their own', () => {
  const { clock, line } = makeLine();
  for (let count = 0; count < 1_000; count += 1) {
    const timer = line.start(60_000, never);
    expect(clock.isHeld).toBe(true);
    clock.advance(1);
    timer.stop();
    expect(clock.isHeld).toBe(false);
  }
  expect(clock.count).toBe(1);
  clock.advance(60_000);
  expect(clock.alarm).toBeUndefined();
});

test('one who waits for a time with a fraction is told by the first alarm', () => {
  const { clock, line } = makeLine();
  clock.advance(0.25);
  line.start(10.5, { expire: () => {} });
  clock.advance(20);
  expect([clock.count, line.size]).toEqual([1, 0]);
});

test('the alarm is set anew for one who is due before the others', () => {
  const { clock, line } = makeLine();
  const told: number[] = [];
  for (const ms of [60_000, 1_000, 30_000]) {
    line.start(ms, { expire: () => told.push(ms) });
  }
  expect(clock.count).toBe(2);
  clock.advance(1_000);
  expect(told).toEqual([1_000]);
  clock.advance(59_000);
  expect(told).toEqual([1_000, 30_000, 60_000]);
});

test('an alarm that cannot be let go is cleared while nobody waits', () => {
  const { clock, line } = makeLine();
  const setAlarm = clock.setAlarm.bind(clock);
  clock.setAlarm = (ring, ms) => {
    setAlarm(ring, ms);
    return 7;
  };
  const timer = line.start(10, never);
  timer.stop();
  timer.stop();
  expect(clock.alarm).toBeUndefined();
  let times = 0;
  line.start(10, { expire: () => (times += 1) });
  clock.advance(10);
  expect([times, clock.alarm]).toEqual([1, undefined]);
});

test('whoever has stopped is kept no longer, and its place not for long', async () => {
  const { line } = makeLine();
  const timers: WeakRef<object>[] = [];
  const owners: WeakRef<object>[] = [];
  // Functions of their own, since the frame of one that goes on may hold the last it saw.
  const come = (): void => {
    const owner = { expire: (): void => {} };
    const timer = line.start(1_000, owner);
    timer.stop();
    timers.push(new WeakRef(timer));
    owners.push(new WeakRef(owner));
  };
  line.start(2_000, never);
  for (let count = 0; count < 1_000; count += 1) {
    come();
  }
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  globalThis.gc?.();
  const countAlive = (refs: WeakRef<object>[]): number => refs.filter((ref) => ref.deref() !== undefined).length;
  expect(countAlive(owners)).toBe(0);
  expect(countAlive(timers)).toBeLessThan(100);
});
