import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkerCrashedError } from '@heddle/futures';
import { ProcessPoolExecutor } from '@heddle/processes';
import { describe, expect, it } from 'vitest';
import { double, echo, fill, killSelf } from '../../transport/test/fixtures/tasks.ts';
import { disconnect, execArgv, markExit, readEnvironment, returnShared } from './fixtures/process-tasks.ts';

describe('ProcessPoolExecutor on node:child_process', () => {
  it('a process that is killed fails what ran', async () => {
    await using pool = new ProcessPoolExecutor({ maxWorkers: 1 });
    const error = await pool.submit(killSelf).exception();
    expect(error).toBeInstanceOf(WorkerCrashedError);
    expect(error).toMatchObject({ message: expect.stringContaining('was killed by SIGKILL') });
    expect(await pool.submit(double, 1)).toBe(2);
  });

  it('passes execArgv and env on', async () => {
    await using pool = new ProcessPoolExecutor({
      maxWorkers: 1,
      execArgv: ['--no-warnings'],
      env: { ...process.env, HEDDLE_TEST: 'yes' },
    });
    expect(await pool.submit(execArgv)).toEqual(['--no-warnings']);
    expect(await pool.submit(readEnvironment, 'HEDDLE_TEST')).toBe('yes');
  });

  it('a worker that is let go sees its end', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'heddle-'));
    const pool = new ProcessPoolExecutor({ maxWorkers: 1 });
    await pool.submit(markExit, join(folder, 'marker'));
    await pool.shutdown();
    expect(readFileSync(join(folder, 'marker'), 'utf8')).toBe('exited');
    rmSync(folder, { recursive: true });
  });

  it('a worker that closes its channel is replaced', async () => {
    await using pool = new ProcessPoolExecutor({ maxWorkers: 1 });
    expect(await pool.submit(disconnect).exception()).toBeInstanceOf(WorkerCrashedError);
    expect(await pool.submit(double, 1)).toBe(2);
  });

  it('copies what would be transferred between threads', async () => {
    await using pool = new ProcessPoolExecutor({ maxWorkers: 1 });
    const bytes = new ArrayBuffer(1_000);
    expect(await pool.with({ transfer: [bytes] }).submit(fill, bytes)).toBe(1_000);
    expect(bytes.byteLength).toBe(1_000);
  });

  it('what only threads can share cannot cross', async () => {
    await using pool = new ProcessPoolExecutor({ maxWorkers: 1, tasksPerWorker: 2 });
    const shared = pool.submit(echo, new SharedArrayBuffer(4));
    const next = pool.submit(double, 1);
    expect(await shared.exception()).toMatchObject({ code: 'ERR_TRANSFER' });
    expect(await pool.submit(returnShared).exception()).toMatchObject({
      code: 'ERR_TRANSFER',
      message: expect.stringContaining('returnShared'),
    });
    const { port1, port2 } = new MessageChannel();
    expect(
      await pool
        .with({ transfer: [port2] })
        .submit(echo, port2)
        .exception(),
    ).toMatchObject({ code: 'ERR_TRANSFER' });
    port1.close();
    expect(await next).toBe(2);
  });

  it.each([
    [{ execArgv: '--x' }, /execArgv to be an array of strings/],
    [{ execArgv: [1] }, /execArgv to be an array of strings/],
    [{ env: 'A=1' }, /env to be an object, got "A=1"/],
  ])('%j is refused', (options, message) => {
    expect(() => new ProcessPoolExecutor(options as never)).toThrow(message);
  });

  it('options that no process can start with break the pool', async () => {
    await using pool = new ProcessPoolExecutor({ maxWorkers: 1, execArgv: ['--no-such-option'] });
    expect(await pool.submit(double, 1).exception()).toMatchObject({
      code: 'ERR_BROKEN_EXECUTOR',
      message: expect.stringContaining('exited with code 9'),
    });
  });
});
