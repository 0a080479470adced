import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ResultRing } from '../src/result-ring.ts';

const capacity = 4_096;

/** The two ends of one ring. */
function makeEnds(startAt = 0): { worker: ResultRing; pool: ResultRing } {
  const pool = new ResultRing();
  new Int32Array(pool.memory).set([startAt, startAt]); // told and read
  return { worker: new ResultRing(pool.memory), pool };
}

function readAll(pool: ResultRing): [number, unknown][] {
  const heard: [number, unknown][] = [];
  pool.read(pool.answer(), (call, value) => heard.push([call, value]));
  return heard;
}

describe('ResultRing', () => {
  test('any number, boolean, null and undefined arrives as it is, and in order', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.integer({ min: 1, max: 2 ** 53 - 1 }),
            fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, NaN, Infinity, undefined, null, true, false)),
          ),
        ),
        (results) => {
          const { worker, pool } = makeEnds();
          for (const [call, value] of results) {
            expect(worker.tell(call, value)).toBe(true);
          }
          const heard = readAll(pool);
          expect(heard).toHaveLength(results.length);
          for (const [index, [call, value]] of results.entries()) {
            expect(heard[index]?.[0]).toBe(call);
            expect(heard[index]?.[1]).toBe(value); // -0 is not 0
          }
        },
      ),
    );
  });

  test.each(['text', '', 12n, {}, [], Symbol('s'), () => {}])('%o takes a message', (value) => {
    const { worker, pool } = makeEnds();
    expect(worker.tell(1, value)).toBe(false);
    expect(readAll(pool)).toEqual([]);
  });

  test.each([0, 2 ** 31 - 100, -100])(
    'one that is full refuses, until something is read; counts from %i on',
    (startAt) => {
      const { worker, pool } = makeEnds(startAt);
      for (let call = 1; call <= capacity; call += 1) {
        expect(worker.tell(call, call)).toBe(true);
      }
      expect([worker.tell(9_999, 1), worker.tell(9_999, undefined)]).toEqual([false, false]);
      const seen: number[] = [];
      pool.read((startAt + 10) | 0, (call) => seen.push(call));
      expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(Array.from({ length: 11 }, (_, n) => worker.tell(5_000 + n, n))).toEqual([
        ...Array<boolean>(10).fill(true),
        false,
      ]);
      const rest = readAll(pool);
      expect(rest.map(([call]) => call)).toEqual([
        ...Array.from({ length: capacity - 10 }, (_, n) => 11 + n),
        ...Array.from({ length: 10 }, (_, n) => 5_000 + n),
      ]);
      expect(readAll(pool)).toEqual([]);
    },
  );

  test('rings for the first result, and again for the first after the answer', () => {
    const { worker, pool } = makeEnds();
    worker.tell(1, 1);
    expect([worker.ring(), worker.ring()]).toEqual([true, false]);
    worker.tell(2, 2);
    expect(worker.ring()).toBe(false);
    const until = pool.answer();
    worker.tell(3, 3);
    expect(worker.ring()).toBe(true); // it may come too late for this look
    const heard: number[] = [];
    pool.read(until, (call) => heard.push(call));
    expect(heard).toEqual([1, 2]);
    expect(readAll(pool)).toEqual([[3, 3]]);
    expect(worker.ring()).toBe(true);
  });

  test('what is told while others are heard is left for the next look; a listener that throws loses none but its own', () => {
    const { worker, pool } = makeEnds();
    worker.tell(1, 'one'.length);
    worker.tell(2, 2);
    const heard: number[] = [];
    expect(() => {
      pool.read(pool.answer(), (call) => {
        heard.push(call);
        worker.tell(10 + call, undefined);
        throw new RangeError('no');
      });
    }).toThrow('no');
    expect(heard).toEqual([1]);
    expect(readAll(pool)).toEqual([
      [2, 2],
      [11, undefined],
    ]);
  });

  test('any program of telling and reading hears each result once, in order, however the counts wrap around', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 2 ** 31 - 3_000, -2_000),
        fc.array(fc.record({ tell: fc.nat(3_000), read: fc.boolean() }), { maxLength: 12 }),
        (startAt, steps) => {
          const { worker, pool } = makeEnds(startAt);
          let next = 1;
          let heard = 0;
          for (const { tell, read } of steps) {
            for (let n = 0; n < tell && worker.tell(next, next); n += 1) {
              next += 1;
            }
            expect(next - 1 - heard).toBeLessThanOrEqual(capacity);
            if (read) {
              for (const [call, value] of readAll(pool)) {
                heard += 1;
                expect(call === heard && value === heard).toBe(true);
              }
              expect(heard).toBe(next - 1);
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
