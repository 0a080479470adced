import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Ring } from '../src/storage/ring.ts';
import { SortedChunks } from '../src/storage/sorted-chunks.ts';
import { Stack } from '../src/storage/stack.ts';
import type { QueueStorage } from '../src/storage/storage.ts';

interface Ranked {
  rank: number;
  id: number;
}

/** The same in an array whose first item leaves next; `add` and `restore` say where an item goes. */
const kinds: {
  name: string;
  make: () => QueueStorage<Ranked>;
  add: (items: Ranked[], item: Ranked) => number;
  restore: (items: Ranked[], item: Ranked) => number;
}[] = [
  { name: 'Ring', make: () => new Ring(), add: (items) => items.length, restore: () => 0 },
  { name: 'Stack', make: () => new Stack(), add: () => 0, restore: () => 0 },
  {
    name: 'SortedChunks',
    make: () => new SortedChunks((a, b) => a.rank < b.rank),
    add: (items, item) => indexOr(items, ({ rank }) => rank > item.rank),
    restore: (items, item) => indexOr(items, ({ rank }) => rank >= item.rank),
  },
];

function indexOr(items: Ranked[], found: (item: Ranked) => boolean): number {
  const index = items.findIndex(found);
  return index === -1 ? items.length : index;
}

describe.each(kinds)('$name', ({ make, add, restore }) => {
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ name: fc.constant('add' as const), rank: fc.nat(5), count: fc.nat(40) }) },
    { weight: 4, arbitrary: fc.record({ name: fc.constant('take' as const), count: fc.nat(40) }) },
    { weight: 1, arbitrary: fc.record({ name: fc.constant('restore' as const), rank: fc.nat(5) }) },
    { weight: 1, arbitrary: fc.record({ name: fc.constant('clear' as const) }) },
  );

  test('does as an array does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const storage = make();
        const model: Ranked[] = [];
        let id = 0;
        for (const action of steps) {
          switch (action.name) {
            case 'add':
              for (let count = 0; count < action.count; count += 1) {
                const item = { rank: (action.rank + count) % 7, id: (id += 1) };
                storage.add(item);
                model.splice(add(model, item), 0, item);
              }
              break;
            case 'take':
              for (let count = Math.min(action.count, model.length); count > 0; count -= 1) {
                expect(storage.take()).toBe(model.shift());
              }
              break;
            case 'restore': {
              const item = { rank: action.rank, id: (id += 1) };
              storage.restore(item);
              model.splice(restore(model, item), 0, item);
              break;
            }
            case 'clear':
              storage.clear();
              model.length = 0;
              break;
          }
          expect(storage.size).toBe(model.length);
        }
        while (model.length > 0) {
          expect(storage.take()).toBe(model.shift());
        }
        expect(storage.size).toBe(0);
      }),
    );
  });

  test('holds no item that has left', async () => {
    const storage = make();
    const refs = fill(storage, 40);
    drain(storage, 20);
    expect(await countAlive(refs)).toBe(20);
    storage.clear();
    expect(await countAlive(refs)).toBe(0);
  });
});

// Functions of their own, since the frame of one that goes on may hold the last item that it saw.
function fill(storage: QueueStorage<Ranked>, count: number): WeakRef<Ranked>[] {
  return Array.from({ length: count }, (_, id) => {
    const item = { rank: 0, id };
    storage.add(item);
    return new WeakRef(item);
  });
}

function drain(storage: QueueStorage<Ranked>, count: number): void {
  for (let taken = 0; taken < count; taken += 1) {
    storage.take();
  }
}

/** In a turn of its own: what a `WeakRef` was made of or asked for lives until the end of the turn. */
async function countAlive(refs: WeakRef<Ranked>[]): Promise<number> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  globalThis.gc?.();
  return refs.filter((ref) => ref.deref() !== undefined).length;
}

describe('Ring', () => {
  test.each([0, 11, 700])('grows by doubling, and shrinks again, after %d have passed', (passed) => {
    const ring = new Ring<number>();
    for (let item = 0; item < passed; item += 1) {
      ring.add(item);
      ring.take();
    }
    for (let item = 0; item < 1_000; item += 1) {
      ring.add(item);
    }
    expect(ring.capacity).toBe(1_024);
    for (let item = 0; item < 1_000; item += 1) {
      expect(ring.take()).toBe(item);
    }
    expect(ring.capacity).toBeLessThanOrEqual(128);
    ring.clear();
    expect(ring.capacity).toBe(16);
  });

  test('does as an array does while it grows and shrinks by the hundred', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(700), fc.nat(700)), { maxLength: 12 }), (swings) => {
        const ring = new Ring<number>();
        const model: number[] = [];
        let next = 0;
        for (const [added, taken] of swings) {
          for (let count = 0; count < added; count += 1) {
            ring.add(next);
            model.push(next);
            next += 1;
          }
          ring.restore(-next);
          model.unshift(-next);
          for (let count = Math.min(taken, model.length); count > 0; count -= 1) {
            expect(ring.take()).toBe(model.shift());
          }
          expect(ring.size).toBe(model.length);
        }
      }),
    );
  });

  test('holds no item that has left, where it has grown and shrunk around its end', async () => {
    const ring = new Ring<Ranked>();
    fill(ring, 11);
    drain(ring, 11);
    const refs = fill(ring, 500);
    drain(ring, 480);
    expect(ring.capacity).toBeLessThanOrEqual(128);
    expect(await countAlive(refs)).toBe(20);
  });
});

describe('SortedChunks', () => {
  const isBefore = (a: number, b: number): boolean => a < b;

  test.each(['ascending', 'descending', 'mixed'])('sorts many items that come %s', (how) => {
    const sorted = new SortedChunks(isBefore);
    const count = 5_000;
    for (let index = 0; index < count; index += 1) {
      sorted.add({ ascending: index, descending: count - 1 - index, mixed: (index * 7_919) % count }[how]!);
    }
    for (let item = 0; item < count; item += 1) {
      expect(sorted.take()).toBe(item);
    }
  });

  test('compares in the order of the logarithm', () => {
    let comparisons = 0;
    const sorted = new SortedChunks<number>((a, b) => {
      comparisons += 1;
      return a < b;
    });
    for (let index = 0; index < 100_000; index += 1) {
      sorted.add((index * 7_919) % 100_000);
    }
    expect(comparisons).toBeLessThan(100_000 * 20);
  });

  test('a comparison that throws changes nothing', () => {
    let refuse = false;
    const sorted = new SortedChunks<number>((a, b) => {
      if (refuse) {
        throw new Error('refused');
      }
      return a < b;
    });
    sorted.add(2);
    sorted.add(1);
    refuse = true;
    expect(() => sorted.add(0)).toThrow('refused');
    expect([sorted.size, sorted.take(), sorted.take(), sorted.size]).toEqual([2, 1, 2, 0]);
  });

  test('what is restored is not lost when it cannot be compared', () => {
    const sorted = new SortedChunks<number>(() => {
      throw new Error('refused');
    });
    sorted.add(1);
    sorted.restore(2);
    expect([sorted.size, sorted.take(), sorted.take()]).toEqual([2, 2, 1]);
  });
});
