import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProcessPoolExecutor } from '@heddle/processes';
import { describe, expect, it } from 'vitest';
import { double, echo, fill } from '../../transport/test/fixtures/tasks.ts';
import {
  execArgv,
  markExit,
  readEnvironment,
  returnShared,
  returnSharedIf,
  throwShared,
} from './fixtures/process-tasks.ts';

describe('ProcessPoolExecutor on node:child_process', () => {
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
    const statusesOf = (results: readonly PromiseSettledResult<unknown>[]): unknown[] =>
      results.map((result) =>
        result.status === 'fulfilled' ? result.value : (result.reason as { code: string }).code,
      );
    const chunked = { chunkSize: 3, settled: true } as const;
    expect(statusesOf(await pool.map(returnSharedIf, [false, true, false], chunked).toArray())).toEqual([
      'not shared',
      'ERR_TRANSFER',
      'not shared',
    ]);
    expect(statusesOf(await pool.map(echo, [1, new SharedArrayBuffer(4), 2], chunked).toArray())).toEqual([
      1,
      'ERR_TRANSFER',
      2,
    ]);
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

  it('errors of which a part cannot cross arrive without it, wherever they are thrown', async () => {
    const looks = { name: 'RangeError', message: 'shared', memory: expect.stringContaining('SharedArrayBuffer') };
    await using pool = new ProcessPoolExecutor({ maxWorkers: 1 });
    expect(await pool.submit(throwShared).exception()).toMatchObject(looks);
    const broken = new ProcessPoolExecutor({ maxWorkers: 1, initializer: throwShared });
    expect(await broken.submit(double, 1).exception()).toMatchObject({ code: 'ERR_BROKEN_EXECUTOR', cause: looks });
    await broken.shutdown();
    const unstarted = new ProcessPoolExecutor({ maxWorkers: 1, initArgs: [new SharedArrayBuffer(4)] });
    expect(await unstarted.submit(double, 1).exception()).toMatchObject({ code: 'ERR_BROKEN_EXECUTOR' });
    await unstarted.shutdown();
  });

  it.each([
    [{ execArgv: '--x' }, /execArgv to be an array of strings/],
    [{ execArgv: [1] }, /execArgv to be an array of strings/],
    [{ env: 'A=1' }, /env to be an object, got "A=1"/],
  ])('%j is refused', (options, message) => {
    expect(() => new ProcessPoolExecutor(options as never)).toThrow(message);
  });

  it.skipIf(process.platform === 'win32')('workers that Ctrl-C ends as they start are replaced', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'heddle-'));
    const preload = new URL('fixtures/interrupted-at-start.ts', import.meta.url);
    await using pool = new ProcessPoolExecutor({
      maxWorkers: 1,
      onCrash: 'break',
      execArgv: ['--import', preload.href],
      env: { ...process.env, HEDDLE_TEST_FOLDER: folder },
    });
    expect(await pool.submit(double, 1)).toBe(2);
    expect(readdirSync(folder)).toHaveLength(4);
    rmSync(folder, { recursive: true });
  });

  it('options that no process can start with break the pool', async () => {
    await using pool = new ProcessPoolExecutor({ maxWorkers: 1, execArgv: ['--no-such-option'] });
    expect(await pool.submit(double, 1).exception()).toMatchObject({
      code: 'ERR_BROKEN_EXECUTOR',
      message: expect.stringContaining('exited with code 9'),
    });
  });
});
