import { runChapter } from '@heddle-apps/shared/testing';
import { expect, it } from 'vitest';
import { lesson, withShutdown } from '../src/index.ts';

// So long that no consumer overtakes the producer, whose items cross one by one: that race is the lesson's.
const latency = 50;

for (const executor of ['threads', 'processes'] as const) {
  it(`gets all results by the lesson's own code on ${executor}, and leaves its queues empty`, async () => {
    const { lines, off } = await runChapter({ steps: [(book) => lesson(book, executor)] }, { latency });
    expect(off).toEqual([]);
    expect(lines).toEqual(expect.arrayContaining(['[1023,0,0,true]', 'bitfinex     7941']));
  });

  it(`ends by shutdown on ${executor}`, async () => {
    const { lines, off } = await runChapter({ steps: [(book) => withShutdown(book, executor)] }, { latency });
    expect(off).toEqual([]);
    expect(lines.at(-1)).toBe('93 results');
  });
}
