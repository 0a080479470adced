import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Line, LineNode } from '../src/waiting/index.ts';

class Named extends LineNode {
  readonly name: number;

  constructor(name: number) {
    super();
    this.name = name;
  }
}

function join(line: Line<Named>, count: number): Named[] {
  const nodes = Array.from({ length: count }, (_, name) => new Named(name));
  for (const node of nodes) {
    line.add(node);
  }
  return nodes;
}

function names(line: Line<Named>): number[] {
  return Array.from(line, ({ name }) => name);
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
      const line = new Line<Named>();
      const model: Named[] = [];
      const left: Named[] = [];
      for (const next of steps) {
        if (next.name === 'add') {
          model.push(...join(line, next.count));
        } else if (next.name === 'shift') {
          for (let n = 0; n < next.count; n += 1) {
            const node = line.shift();
            expect(node).toBe(model.shift());
            left.push(...(node === undefined ? [] : [node]));
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
        expect(names(line)).toEqual(model.map(({ name }) => name));
        expect(model.every((node) => node.line === line)).toBe(true);
        expect(left.every((node) => node.line === undefined && !line.remove(node))).toBe(true);
      }
    }),
  );
});

test('a node stands in one line at a time', () => {
  const [one, other] = [new Line<Named>(), new Line<Named>()];
  const node = new Named(1);
  one.add(node);
  expect(() => other.add(node)).toThrow('Expected node to stand in no line');
  expect(() => one.add(node)).toThrow('Expected node to stand in no line');
  expect(other.remove(node)).toBe(false);
  expect(one.remove(node)).toBe(true);
  expect(one.remove(node)).toBe(false);
  other.add(node);
  expect([one.size, other.size]).toEqual([0, 1]);
});

test('it has seats for twice as many as are in it, however many leave from the middle', () => {
  const line = new Line<Named>();
  const [first] = join(line, 1);
  for (let n = 0; n < 10_000; n += 1) {
    const [node] = join(line, 1);
    line.remove(node!);
  }
  expect(line.first).toBe(first);
  expect(line.capacity).toBeLessThanOrEqual(4);
});

test('it has no more seats than it needs once most have left, from the front or not', () => {
  const line = new Line<Named>();
  const nodes = join(line, 100_000);
  for (const node of nodes.slice(100, 60_000)) {
    line.remove(node);
  }
  for (const node of nodes.slice(60_100)) {
    line.remove(node);
  }
  expect(line.size).toBe(200);
  expect(line.capacity).toBeLessThanOrEqual(8 * 200);
  expect(names(line)).toEqual([...nodes.slice(0, 100), ...nodes.slice(60_000, 60_100)].map(({ name }) => name));
});

test('nodes may be removed meanwhile', () => {
  const line = new Line<Named>();
  const nodes = join(line, 6);
  const seen: number[] = [];
  for (const node of line) {
    seen.push(node.name);
    line.remove(node);
    if (node.name === 2) {
      line.remove(nodes[4]!); // not yet seen
      join(line, 1); // not among those that were there
    }
  }
  expect(seen).toEqual([0, 1, 2, 3, 5]);
  expect(line.size).toBe(1);
});
