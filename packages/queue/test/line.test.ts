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

function names(line: Line<Named>): number[] {
  return Array.from(line, ({ name }) => name);
}

test('a line does as an array does', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('add', 'add', 'remove', 'shift'), fc.nat(9))), (steps) => {
      const nodes = Array.from({ length: 10 }, (_, name) => new Named(name));
      const line = new Line<Named>();
      let model: Named[] = [];
      for (const [step, index] of steps) {
        const node = nodes[index]!;
        if (step === 'shift') {
          expect(line.shift()).toBe(model.shift());
        } else if (step === 'remove') {
          expect(line.remove(node)).toBe(model.includes(node));
          model = model.filter((other) => other !== node);
        } else if (!model.includes(node)) {
          line.add(node);
          model.push(node);
        }
        expect(names(line)).toEqual(model.map(({ name }) => name));
        expect(line.size).toBe(model.length);
        expect(line.first).toBe(model[0]);
        expect(nodes.filter((other) => other.line === line)).toHaveLength(model.length);
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

test('a node that left holds none of its neighbours', () => {
  const line = new Line<Named>();
  const nodes = [1, 2, 3].map((name) => new Named(name));
  for (const node of nodes) {
    line.add(node);
  }
  line.remove(nodes[1]!);
  expect([nodes[1]!.prev, nodes[1]!.next, nodes[1]!.line]).toEqual([undefined, undefined, undefined]);
});

test('the node in hand may be removed', () => {
  const line = new Line<Named>();
  for (const name of [1, 2, 3]) {
    line.add(new Named(name));
  }
  const seen: number[] = [];
  for (const node of line) {
    seen.push(node.name);
    line.remove(node);
  }
  expect(seen).toEqual([1, 2, 3]);
  expect(line.size).toBe(0);
});
