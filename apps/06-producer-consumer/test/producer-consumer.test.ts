import { runChapter } from '@heddle-apps/shared/testing';
import { expect, it } from 'vitest';
import { lesson, withPipeline, withShutdown } from '../src/index.ts';

const samples = [
  'bitfinex     7941',
  'bitstamp     7936.25',
  'coinbase-pro 7934.52',
  'eth 2020-03-25 135.91 145 132.49 138.42 796791.072558',
  'btc 2020-03-18 5028 5527.9 4923.7 5314.1 95054.82617103',
];

it("gets all results by the lesson's own code, and leaves its queues empty", async () => {
  const { lines, off, times } = await runChapter({ steps: [lesson] }, { latency: 5 });
  expect(off).toEqual([]);
  expect(lines).toEqual(expect.arrayContaining(['[1023,0,0,true]', ...samples]));
  expect(times).toMatchObject([{ bound: 500 + 32 * 5 + 3_000 }]);
});

it('ends by shutdown, with consumers that were there first', async () => {
  const { lines, off } = await runChapter({ steps: [withShutdown] }, { latency: 5 });
  expect(off).toEqual([]);
  expect(lines.at(-1)).toBe('93 results');
});

it('gets the same with a pipeline', async () => {
  const { lines, off, times } = await runChapter({ steps: [withPipeline] }, { latency: 5 });
  expect(off).toEqual([]);
  expect(lines).toEqual(expect.arrayContaining(['done 1023, failed 0, waiting 0, running 0', ...samples]));
  expect(times).toMatchObject([{ bound: 32 * 5 }]);
});
