import { stripVTControlCharacters } from 'node:util';
import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { frame, plainLine } from '../src/index.ts';

const sample = {
  title: 'Prices',
  bars: [
    { label: 'TODO', value: 30, max: 40 },
    { label: 'DONE', value: 10, max: 40 },
  ],
  info: ['10 done', '2.5/s', '12 s left', '8 running'],
};

const bar = (value: number) => frame({ bars: [{ label: 'DONE', value, max: 1_000 }] }, { width: 20 })[0]!;

describe('frame', () => {
  it('draws the title, the bars below one another, and the figures', () => {
    expect(frame(sample, { width: 32 })).toEqual([
      'Prices',
      'TODO ████████████████░░░░░ 30/40',
      'DONE █████░░░░░░░░░░░░░░░░ 10/40',
      'INFO 10 done · 2.5/s · 12 s left',
    ]);
  });

  it('gives figures and bars up, the last first, where there is no room', () => {
    expect(frame(sample, { width: 20 })).toEqual([
      'Prices',
      'TODO ███████░░ 30/40',
      'DONE ██░░░░░░░ 10/40',
      'INFO 10 done · 2.5/s',
    ]);
    expect(frame(sample, { width: 12 })).toEqual(['Prices', 'TODO 30/40', 'DONE 10/40', 'INFO 10 done']);
    expect(frame(sample, { width: 7 })).toEqual(['Prices', 'TODO 3…', 'DONE 1…', '10 done']);
  });

  it('draws an empty bar for a total of zero, and for nothing', () => {
    expect(frame({ bars: [{ label: 'TODO', value: 0, max: 0 }] }, { width: 16 })).toEqual(['TODO ░░░░░░░ 0/0']);
    expect(frame({ bars: [] }, { width: 16 })).toEqual([]);
  });

  it('draws a full bar only when all is there, an empty one only when nothing is', () => {
    const drawn = [0, 1, 999, 1_000, 2_000].map((value) => [...new Set(bar(value).match(/[█░]/g))].join(''));
    expect(drawn).toEqual(['░', '█░', '█░', '█', '█']);
  });

  it('colours only when asked to', () => {
    const coloured = frame(sample, { width: 32, colors: true });
    expect(coloured.join('')).toContain('\u001B[');
    expect(coloured.map((line) => stripVTControlCharacters(line))).toEqual(frame(sample, { width: 32 }));
  });

  it('is never wider than it may be, whatever it shows', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    const number = fc.oneof(fc.nat(), fc.double());
    const bar = fc.record({ label: text, value: number, max: number });
    fc.assert(
      fc.property(
        fc.record({ title: text, bars: fc.array(bar, { maxLength: 4 }), info: fc.array(text, { maxLength: 4 }) }),
        fc.integer({ min: 1, max: 120 }),
        fc.boolean(),
        (any, width, colors) => {
          for (const line of frame(any, { width, colors })) {
            expect(stringWidth(line)).toBeLessThanOrEqual(width);
            expect(stripVTControlCharacters(line)).not.toMatch(/[\n\r]/);
          }
        },
      ),
    );
  });
});

describe('plainLine', () => {
  it('says the same in one line, without bars', () => {
    expect(plainLine(sample)).toBe('Prices: TODO 30/40, DONE 10/40, 10 done, 2.5/s, 12 s left, 8 running');
    expect(plainLine({ bars: [], info: ['a\nb'] })).toBe('a b');
  });
});
