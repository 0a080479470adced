import type { WorkItem } from '@heddle/futures/executor';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Claims } from '../src/claims.ts';
import { InFlight } from '../src/near/in-flight.ts';

class FakeItem {
  isHanded = true;
  isLending = false;
  starts = 0;
  call = 0;
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  start(): boolean {
    this.isHanded = false;
    this.starts += 1;
    return true;
  }
}

/** A worker that begins what the test says. */
class FakeClaims implements Claims {
  readonly size: number;
  readonly isExact = true;
  readonly recoverableIn = 0;
  readonly isEnding = false;
  readonly begun: Set<number> = new Set();
  readonly offered: number[] = [];

  constructor(size = 1_000) {
    this.size = size;
  }

  offer(call: number, isBegun: boolean): void {
    this.offered.push(call);
    if (isBegun) {
      this.begun.add(call);
    }
  }

  terms(): undefined {}

  endTerm(term: number): boolean {
    return term === 0;
  }

  takeBack(call: number): boolean {
    return !this.begun.has(call);
  }

  recover(call: number): boolean {
    return this.takeBack(call);
  }

  hasBegun(call: number): boolean {
    return this.begun.has(call);
  }
}

function makeInFlight(size?: number): {
  inFlight: InFlight;
  claims: FakeClaims;
  add: (name: string, isBegun?: boolean) => FakeItem;
} {
  const claims = new FakeClaims(size);
  const inFlight = new InFlight(claims);
  const add = (name: string, isBegun = false): FakeItem => {
    const item = new FakeItem(name);
    item.call = inFlight.add(item as unknown as WorkItem, isBegun);
    return item;
  };
  return { inFlight, claims, add };
}

const namesOf = (items: readonly unknown[]): string[] => items.map((item) => (item as FakeItem).name);

describe('InFlight', () => {
  test('finds each item under its number, however many there are and whichever have left', () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ do: fc.constant('add' as const), count: fc.integer({ min: 1, max: 30 }) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), count: fc.nat(40) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('take back' as const), count: fc.nat(40) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('begin' as const), count: fc.nat(40) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('some' as const), count: fc.nat(10) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('give back' as const), count: fc.nat(40) }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { inFlight, claims, add } = makeInFlight();
        const model = new Map<number, FakeItem>();
        let last = 0;
        const pick = (count: number): number => [...model.keys()][count % Math.max(1, model.size)] ?? 0;
        const leave = (calls: readonly number[]): string[] =>
          calls.map((call) => {
            const name = model.get(call)?.name ?? '';
            model.delete(call);
            return name;
          });
        const waiting = (): number[] => [...model.keys()].filter((call) => !claims.begun.has(call));
        for (const { do: action, count } of steps) {
          const call = pick(count);
          switch (action) {
            case 'add':
              for (let n = 0; n < count; n += 1) {
                const item = add(`item ${last}`);
                last += 1;
                expect(item.call).toBe(last); // consecutive, from 1
                model.set(item.call, item);
              }
              break;
            case 'delete':
              expect(inFlight.delete(call)).toBe(model.get(call));
              expect(inFlight.delete(call)).toBeUndefined();
              model.delete(call);
              break;
            case 'take back': {
              const isBack = model.has(call) && !claims.begun.has(call);
              expect(call > 0 && inFlight.takeBack(call)).toBe(isBack);
              leave(isBack ? [call] : []);
              break;
            }
            case 'begin':
              claims.begun.add(call);
              break;
            case 'some': {
              const some = waiting().slice(0, count);
              expect(namesOf(inFlight.takeBackSome(count))).toEqual(leave(some));
              break;
            }
            case 'give back': {
              expect(inFlight.giveBack(1, 1)).toEqual([]); // another term
              const rest = waiting().filter((each) => each >= call);
              expect(namesOf(inFlight.giveBack(call, 0))).toEqual(leave(rest));
            }
          }
          expect([inFlight.size, inFlight.load]).toEqual([model.size, model.size]);
          for (let each = 0; each <= last + 1; each += 1) {
            expect(inFlight.get(each)).toBe(model.get(each));
          }
        }
        const { begun, others } = inFlight.end();
        expect(namesOf(begun)).toEqual(
          [...model.values()].filter(({ call }) => claims.begun.has(call)).map(({ name }) => name),
        );
        expect(namesOf(others)).toEqual(leave(waiting()));
        expect([inFlight.size, inFlight.get(last)]).toEqual([0, undefined]);
      }),
      { numRuns: 60 },
    );
  });

  test('has room for as many numbers as there are claims: from the oldest that is under way, whichever have left', () => {
    const { inFlight, add } = makeInFlight(4);
    const items = ['a', 'b', 'c', 'd'].map((name) => add(name));
    expect(inFlight.hasRoom).toBe(false);
    inFlight.delete(items[1]?.call ?? 0);
    inFlight.delete(items[3]?.call ?? 0);
    expect([inFlight.size, inFlight.hasRoom]).toEqual([2, false]); // the oldest is still there
    inFlight.delete(items[0]?.call ?? 0);
    expect(inFlight.hasRoom).toBe(true);
    add('e');
    expect(inFlight.hasRoom).toBe(true);
    add('f');
    expect(inFlight.hasRoom).toBe(false);
  });

  test('its load leaves out those that have lent their slot, as long as they have', () => {
    const { inFlight, add } = makeInFlight();
    const [a] = [add('a', true), add('b')];
    inFlight.lent(a as unknown as WorkItem);
    expect([inFlight.load, inFlight.hasLender]).toEqual([2, false]);
    a.isLending = true;
    expect([inFlight.size, inFlight.load, inFlight.hasLender]).toEqual([2, 1, true]);
    a.isLending = false;
    expect([inFlight.load, inFlight.hasLender]).toEqual([2, false]);
    a.isLending = true;
    inFlight.delete(a.call);
    expect([inFlight.size, inFlight.load, inFlight.hasLender]).toEqual([1, 1, false]);
  });

  test('looks which the worker has begun, and starts each of those once', () => {
    const { inFlight, claims, add } = makeInFlight();
    const items = ['a', 'b', 'c'].map((name) => add(name));
    inFlight.look();
    claims.begun.add(2);
    inFlight.look();
    inFlight.look();
    expect(items.map(({ starts }) => starts)).toEqual([0, 1, 0]);
  });

  test('without claims all that was sent counts as begun, there is always room, and nothing comes back', () => {
    const inFlight = new InFlight(undefined);
    const item = new FakeItem('a');
    for (let n = 0; n < 100; n += 1) {
      inFlight.add(item as unknown as WorkItem, true);
    }
    expect([inFlight.hasRoom, inFlight.hasBegun(100), inFlight.mayHaveBegun(1)]).toEqual([true, true, true]);
    expect([inFlight.takeBack(1), inFlight.takeBackSome(9), inFlight.giveBack(1, 0)]).toEqual([false, [], []]);
    expect([inFlight.recoverableIn, inFlight.isEnding, inFlight.terms()]).toEqual([0, false, undefined]);
  });
});
