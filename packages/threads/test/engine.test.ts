import { WorkerCrashedError } from '@heddle/futures';
import { ThreadPoolExecutor } from '@heddle/threads';
import { describe, expect, it } from 'vitest';
import { double, echo, fill, fillMemory } from '../../transport/test/fixtures/tasks.ts';
import { nestTransfer, readEnvironment, receive } from './fixtures/thread-tasks.ts';

describe('ThreadPoolExecutor on piscina', () => {
  it('a thread that runs out of memory fails what ran', async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1, resourceLimits: { maxOldGenerationSizeMb: 24 } });
    const error = await pool.submit(fillMemory).exception();
    expect(error).toBeInstanceOf(WorkerCrashedError);
    expect(error).toMatchObject({
      message: expect.stringContaining('memory'),
      cause: { code: 'ERR_WORKER_OUT_OF_MEMORY' },
    });
    expect(await pool.submit(double, 1)).toBe(2);
  });

  it('transfers what it is asked to', async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    const bytes = new ArrayBuffer(1_000);
    expect(await pool.with({ transfer: [bytes] }).submit(fill, bytes)).toBe(1_000);
    expect(bytes.byteLength).toBe(0);
    const { port1, port2 } = new MessageChannel();
    const received = pool.with({ transfer: (port: unknown) => [port] }).submit(receive, port2);
    port1.postMessage('hello');
    expect(await received).toBe('hello');
    port1.close();
    expect(await pool.submit(nestTransfer)).toEqual([1_000, 0]);
  });

  it('shares memory', async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    const shared = new SharedArrayBuffer(4);
    new Int32Array(shared)[0] = 7;
    const back = (await pool.submit(echo, shared)) as SharedArrayBuffer;
    new Int32Array(shared)[0] = 8;
    expect(new Int32Array(back)[0]).toBe(8);
  });

  it("passes the engine's own options on", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1, piscina: { env: { HEDDLE_TEST: 'yes' } } });
    expect(await pool.submit(readEnvironment, 'HEDDLE_TEST')).toBe('yes');
  });

  it.each([
    [{ piscina: { maxThreads: 3 } }, /piscina to leave maxThreads to the executor, got 3/],
    [{ piscina: null }, /piscina to be an object, got null/],
    [{ resourceLimits: 5 }, /resourceLimits to be an object, got 5/],
  ])('%j is refused', (options, message) => {
    expect(() => new ThreadPoolExecutor(options as never)).toThrow(message);
  });

  it('options that no thread can start with break the pool, with the cause', async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1, piscina: { execArgv: ['--no-such-option'] } });
    expect(await pool.submit(double, 1).exception()).toMatchObject({
      code: 'ERR_BROKEN_EXECUTOR',
      cause: { code: 'ERR_WORKER_INVALID_EXEC_ARGV' },
    });
  });
});
