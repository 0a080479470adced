import { describe, expect, it } from 'vitest';
import { pipeline } from '../src/index.ts';
import { untyped } from './help.ts';

const stage = (options: unknown) => () => pipeline([1]).consume((n) => n, untyped(options));
const run = (options: unknown) => () =>
  pipeline([1])
    .consume((n) => n)
    .run(untyped(options));

describe('options', () => {
  it.each([
    [null, TypeError, 'Expected options to be an object, got null'],
    [{ workers: 0 }, RangeError, 'Expected workers to be an integer from 1 up, got 0'],
    [{ workers: '3' }, TypeError, 'Expected workers to be an integer from 1 up, got "3"'],
    [{ workers: Infinity }, RangeError, 'Expected workers'],
    [{ queueSize: 0 }, RangeError, 'Expected queueSize to be an integer from 1 up, or Infinity, got 0'],
    [{ queueSize: null }, TypeError, 'Expected queueSize'],
    [{ retries: -1 }, RangeError, 'Expected retries to be an integer from 0 up, or Infinity, got -1'],
    [{ retries: 1.5 }, RangeError, 'Expected retries'],
    [{ timeout: Number.NaN }, RangeError, 'Expected timeout to be a number of milliseconds from 0 up, got NaN'],
    [{ backoff: -1 }, RangeError, 'Expected backoff to be a number of milliseconds from 0 up, or a function'],
    [{ backoff: {} }, TypeError, 'Expected backoff'],
    [{ executor: {} }, TypeError, 'Expected executor to be an Executor, got an object'],
    [{ onError: 'ignore' }, TypeError, `Expected onError to be 'fail', 'skip' or 'collect', got "ignore"`],
  ])('consume refuses %o', (options, Problem, message) => {
    expect(stage(options)).toThrow(Problem);
    expect(stage(options)).toThrow(message);
  });

  it.each([
    [null, TypeError, 'Expected options to be an object, got null'],
    [{ signal: {} }, TypeError, 'Expected signal to be an AbortSignal, got an object'],
    [{ graceMs: -1 }, RangeError, 'Expected graceMs to be a number of milliseconds from 0 up, got -1'],
    [{ graceMs: '1' }, TypeError, 'Expected graceMs'],
    [{ ordered: 1 }, TypeError, 'Expected ordered to be a boolean, got 1'],
  ])('run refuses %o', (options, Problem, message) => {
    expect(run(options)).toThrow(Problem);
    expect(run(options)).toThrow(message);
  });

  it('refuses what is no source, no function, no event', async () => {
    expect(() => pipeline(untyped(5))).toThrow('Expected source to be an iterable, an async iterable or a producer');
    expect(() => pipeline([1]).consume(untyped(5))).toThrow('Expected fn to be a function, got 5');
    const going = pipeline([1]).run();
    expect(() => going.on(untyped('end'), () => {})).toThrow('Expected the event to be one of produced, started');
    expect(() => going.on('done', untyped(5))).toThrow('Expected the listener to be a function, got 5');
    await going.finished();
  });
});
