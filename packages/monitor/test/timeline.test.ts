import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { timeline } from '../src/index.ts';

describe('timeline', () => {
  it('draws a line for each task, and the time axis', () => {
    const events = [
      { name: 'a', start: 100, end: 150 },
      { name: 'long', start: 120, end: 200 },
      { name: 'c', start: 200, end: 200 },
    ];
    expect(timeline(events, { width: 25 })).toEqual([
      'a    ██████████',
      'long     ████████████████',
      'c                       █',
      '     0             100 ms',
    ]);
  });

  it('shares the line of a lane where its tasks do not overlap, with their names inside', () => {
    const events = [
      { name: 'one', lane: 'w1', start: 0, end: 500 },
      { name: 'two', lane: 'w1', start: 500, end: 1_000 },
      { name: 'over', lane: 'w1', start: 250, end: 750 },
      { name: 'x', lane: 'w2', start: 950, end: 1_000 },
    ];
    expect(timeline(events, { width: 23 })).toEqual([
      'w1 █one██████▓two▓▓▓▓▓▓',
      '        █over█████',
      'w2                    █',
      '   0              1.0 s',
    ]);
  });

  it('draws nothing for no task, and one point in time as a full start', () => {
    expect(timeline([])).toEqual([]);
    expect(timeline([{ name: 'a', start: 5, end: 5 }], { width: 20 })).toEqual(['a █', `  0${'0 ms'.padStart(17)}`]);
  });

  it('is never wider than it may be, and shows every lane', () => {
    const event = fc
      .record({
        name: fc.string({ unit: 'grapheme' }),
        lane: fc.constantFrom('a', 'bb', '雪'),
        start: fc.nat(),
        took: fc.nat(),
      })
      .map(({ took, ...rest }) => ({ ...rest, end: rest.start + took }));
    fc.assert(
      fc.property(fc.array(event, { minLength: 1 }), fc.integer({ min: 20, max: 120 }), (events, width) => {
        const lines = timeline(events, { width });
        for (const line of lines) {
          expect(stringWidth(line)).toBeLessThanOrEqual(width);
        }
        for (const lane of new Set(events.map(({ lane }) => lane))) {
          expect(lines.filter((line) => line.startsWith(`${lane} `))).toHaveLength(1);
        }
      }),
    );
  });

  it('refuses what cannot be drawn', () => {
    expect(() => timeline([{ name: 'a', start: 2, end: 1 }])).toThrow('Expected "a" to end at or after its start');
    expect(() => timeline([{ name: 'a', start: 0, end: Number.NaN }])).toThrow(RangeError);
    expect(() => timeline([], { width: 5 })).toThrow('Expected width to be an integer from 20 up, got 5');
  });
});
