import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Seated, Seats } from '../src/waiting/seats.ts';

class Named implements Seated {
  seat = 0;
  readonly name: number;

  constructor(name: number) {
    this.name = name;
  }
}

function join(line: Seats<Named>, count: number): Named[] {
  const nodes = Array.from({ length: count }, (_, name) => new Named(name));
  for (const node of nodes) {
    line.add(node);
  }
  return nodes;
}

/** Takes all out, the first first. */
function drain(line: Seats<Named>): Named[] {
  const nodes: Named[] = [];
  for (let node = line.first; node !== undefined; node = line.first) {
    line.remove(node);
    nodes.push(node);
  }
  return nodes;
}

const step = fc.oneof(
  fc.record({ name: fc.constant('add' as const), count: fc.nat(60) }),
  fc.record({ name: fc.constant('shift' as const), count: fc.nat(60) }),
  /** From any place on, every so-manieth. */
  fc.record({
    name: fc.constant('remove' as const),
    count: fc.nat(60),
    from: fc.nat(400),
    by: fc.integer({ min: 1, max: 4 }),
  }),
);

test('a line does as an array does', () => {
  fc.assert(
    fc.property(fc.array(step, { size: '+1' }), (steps) => {
      const line = new Seats<Named>();
      const model: Named[] = [];
      const left: Named[] = [];
      for (const next of steps) {
        if (next.name === 'add') {
          model.push(...join(line, next.count));
        } else if (next.name === 'shift') {
          for (let n = 0; n < next.count; n += 1) {
            const node = line.first;
            expect(node).toBe(model.shift());
            if (node !== undefined) {
              expect(line.remove(node)).toBe(true);
              left.push(node);
            }
          }
        } else {
          for (let n = 0, at = next.from % (model.length + 1); n < next.count && at < model.length; n += 1) {
            const [node] = model.splice(at, 1);
            expect(line.remove(node!)).toBe(true);
            left.push(node!);
            at += next.by - 1;
          }
        }
        expect(line.size).toBe(model.length);
        expect(line.first).toBe(model[0]);
        expect(left.some((node) => line.remove(node))).toBe(false);
      }
      expect(drain(line)).toEqual(model);
    }),
  );
});

test('whoever sits elsewhere, or has left, is not taken out', () => {
  const [one, other] = [new Seats<Named>(), new Seats<Named>()];
  const [mine] = join(one, 2);
  join(other, 2);
  expect(other.remove(mine!)).toBe(false);
  expect(one.remove(mine!)).toBe(true);
  expect(one.remove(mine!)).toBe(false);
  expect(one.remove(new Named(1))).toBe(false);
  expect([one.size, other.size]).toEqual([1, 2]);
});

test('it has seats for twice as many as are in it, however many leave from the middle', () => {
  const line = new Seats<Named>();
  const [first] = join(line, 1);
  for (let n = 0; n < 10_000; n += 1) {
    const [node] = join(line, 1);
    line.remove(node!);
  }
  expect(line.first).toBe(first);
  expect(line.capacity).toBeLessThanOrEqual(4);
});

test('it has no more seats than it needs once most have left, from the front or not', () => {
  const line = new Seats<Named>();
  const nodes = join(line, 100_000);
  for (const node of nodes.slice(100, 60_000)) {
    line.remove(node);
  }
  for (const node of nodes.slice(60_100)) {
    line.remove(node);
  }
  expect(line.size).toBe(200);
  expect(line.capacity).toBeLessThanOrEqual(8 * 200);
  expect(drain(line)).toEqual([...nodes.slice(0, 100), ...nodes.slice(60_000, 60_100)]);
});
