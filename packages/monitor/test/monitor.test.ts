import { pipeline } from '@heddle/pipeline';
import { describe, expect, it } from 'vitest';
import { frame, monitor, sampleOf } from '../src/index.ts';
import { FakeStream } from './fake-stream.ts';
import { untyped } from './untyped.ts';

const stage = { workers: 2, queueSize: 4, waiting: 1, running: 2, done: 6, failed: 1, skipped: 1, retried: 3 };

describe('monitor', () => {
  it('shows a run until it has finished, by itself', async () => {
    const stream = new FakeStream();
    const run = pipeline([1, 2, 3])
      .consume(
        (n) => {
          if (n === 2) {
            throw new Error('two');
          }
        },
        { onError: 'skip' },
      )
      .run();
    const shown = monitor(run, { stream, title: 'Numbers' });
    await run.finished();
    expect(stream.text).toMatch(/^Numbers: TODO 0\/3, DONE 3\/3, 2 done, 1 failed, .*\/s, 0 running, 0 waiting\n$/);
    shown.stop();
    expect(stream.writes.length).toBe(1);
  });

  it('shows any object with stats()', () => {
    const stream = new FakeStream();
    monitor({ stats: () => ({ done: 2, failed: 0 }) }, { stream, total: 8 }).stop();
    expect(stream.text).toBe('TODO 6/8, DONE 2/8, 2 done, 0 running, 0 waiting\n');
  });

  it('shows what is to do, what is done, and the figures', () => {
    const { bars, info } = sampleOf({
      done: 30,
      failed: 2,
      produced: 40,
      total: 100,
      waiting: 6,
      running: 2,
      retried: 1,
      rate: 12.34,
      eta: 65_000,
    });
    expect(bars).toMatchObject([
      { label: 'TODO', value: 68, max: 100 },
      { label: 'DONE', value: 32, max: 100 },
    ]);
    expect(info).toEqual(['30 done', '2 failed', '12.3/s', '1:05 left', '2 running', '6 waiting', '1 retried']);
  });

  it('shows a bar for each of several stages, and counts what an earlier one left out as settled', () => {
    const last = { ...stage, name: '', waiting: 0, running: 1, done: 3, failed: 0, skipped: 0, retried: 0 };
    const sample = sampleOf({ ...last, total: 10, stages: [{ ...stage, name: 'download' }, last] });
    expect(frame(sample, { width: 34 })).toEqual([
      'TODO     ████████████░░░░░░░░ 6/10',
      'download ██████████████░░░░░░ 7/10',
      'stage 2  ██████░░░░░░░░░░░░░░ 3/10',
      'INFO     3 done · 1 failed',
    ]);
    expect(sample.info).toEqual(['3 done', '1 failed', '3 running', '1 waiting', '3 retried']);
  });

  it.each([
    [undefined, {}, 'Expected a run, or an object with stats(), got undefined'],
    [{ stats: () => ({ done: 0, failed: 0 }) }, { total: -1 }, 'Expected total to be a number from 0 up, got -1'],
    [{ stats: () => ({ done: 0, failed: 0 }) }, { title: 5 }, 'Expected title to be a string, got 5'],
    [{ stats: () => ({ done: 0, failed: 0 }) }, null, 'Expected options to be an object, got null'],
  ])('refuses %o with %o', (monitored, options, message) => {
    expect(() => monitor(untyped(monitored), untyped(options))).toThrow(message);
  });
});
