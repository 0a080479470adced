// Longer than most files: the whole list of what a pool of workers does beyond the conformance suite, which threads and processes both run.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asCompleted, DependencyError, type Future, TransferError, wait, WorkerCrashedError } from '@heddle/futures';
import type { WorkerPoolExecutor, WorkerPoolOptions } from '@heddle/transport';
import { afterAll, describe, expect, it } from 'vitest';
import * as tasks from './fixtures/tasks.ts';

/** What every executor on workers does, whatever its workers are. */
export function describeWorkerPool(make: (options?: WorkerPoolOptions) => WorkerPoolExecutor): void {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-'));
  let pool: WorkerPoolExecutor | undefined;
  /** For tests that leave no trace on it. */
  const shared = (): WorkerPoolExecutor => {
    pool ??= make({ maxWorkers: 2 });
    return pool;
  };
  afterAll(async () => {
    await pool?.shutdown();
    rmSync(folder, { recursive: true });
  });

  describe('submit', () => {
    it('runs sync and async tasks of a .ts module, and depends on futures', async () => {
      await using pool = make({ maxWorkers: 2 });
      expect(await pool.submit(tasks.double, 21)).toBe(42);
      expect(await pool.submit(tasks.doubleLater, 21)).toBe(42);
      expect(await pool.submit(tasks.add, pool.submit(tasks.double, 1), pool.submit(tasks.doubleLater, 2))).toBe(6);
      const failing = pool.submit(tasks.throwOdd, 'x') as Future<number>;
      const failed = pool.submit(tasks.double, failing);
      expect(await failed.exception()).toBeInstanceOf(DependencyError);
      expect(await failing.exception()).toMatchObject({ message: 'x' });
    });

    it('carries what a structured clone carries', async () => {
      const pool = shared();
      const value = {
        map: new Map([[1, new Set(['a'])]]),
        date: new Date(0),
        big: 1n,
        nan: NaN,
        bytes: new Uint8Array([1, 2]),
        hole: undefined,
      };
      expect(await pool.submit(tasks.echo, value)).toEqual(value);
    });

    it('tells the task of itself', async () => {
      await using pool = make({ maxWorkers: 3 });
      expect(await pool.with({ name: 'who' }).submit(tasks.context)).toEqual({
        name: 'who',
        attempt: 1,
        maxWorkers: 3,
      });
    });

    it('refuses a plain function, with the line to write', async () => {
      await using pool = make({ maxWorkers: 1 });
      function plain(): void {}
      // @ts-expect-error TypeScript refuses it too
      expect(() => pool.submit(plain)).toThrow(
        /export const plain = task\(import\.meta, async function plain\(…\) \{ … \}\);/,
      );
      expect(pool.stats().workers).toBe(0);
      // @ts-expect-error and in a map
      await expect(pool.map(plain, [1]).next()).rejects.toThrow(TypeError);
      // @ts-expect-error and in a starmap
      await expect(pool.starmap(plain, [[]]).next()).rejects.toThrow(TypeError);
    });

    it('gives a task as an argument by reference', async () => {
      const pool = shared();
      expect(await pool.submit(tasks.callTask, tasks.double, 4)).toBe(8);
    });

    it('runs every task of many on few workers, once', async () => {
      await using pool = make({ maxWorkers: 2, tasksPerWorker: 4 });
      const futures = Array.from({ length: 300 }, (_, n) => pool.submit(tasks.doubleLater, n));
      expect(await Promise.all(futures)).toEqual(Array.from({ length: 300 }, (_, n) => 2 * n));
      expect(pool.stats()).toMatchObject({ workers: 2, idle: 2, done: 300, pending: 0, running: 0 });
    });
  });

  describe('map, wait, asCompleted', () => {
    it('maps, in chunks too', async () => {
      const pool = shared();
      expect(await pool.map(tasks.double, [1, 2, 3]).toArray()).toEqual([2, 4, 6]);
      expect(await pool.map(tasks.double, [1, 2, 3, 4, 5], { chunkSize: 2 }).toArray()).toEqual([2, 4, 6, 8, 10]);
      const pairs: [number, number][] = [
        [1, 2],
        [3, 4],
      ];
      expect(await pool.starmap(tasks.add, pairs).toArray()).toEqual([3, 7]);
    });

    it('yields futures as they complete', async () => {
      const pool = shared();
      const futures = [1, 2, 3].map((n) => pool.submit(tasks.double, n));
      const values: number[] = [];
      for await (const future of asCompleted(futures)) {
        values.push(await future);
      }
      expect(values.toSorted((a, b) => a - b)).toEqual([2, 4, 6]);
      expect((await wait(futures)).done.size).toBe(3);
    });
  });

  describe('nested calls', () => {
    it.each([1, 2])('at any depth, with %d worker(s)', async (maxWorkers) => {
      await using pool = make({ maxWorkers });
      expect(await pool.submit(tasks.nest, 5)).toBe(6);
      expect(await pool.submit(tasks.nestMany, 10)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
      expect(await pool.submit(tasks.fibonacci, 8)).toBe(21);
      expect(await pool.submit(tasks.nestDependency)).toBe(8);
      expect(pool.stats()).toMatchObject({ pending: 0, running: 0 });
    });

    it('map, in chunks too', async () => {
      const pool = shared();
      expect(await pool.submit(tasks.nestMap, 1)).toEqual([2, 4, 6, 8, 10]);
      expect(await pool.submit(tasks.nestMap, 2)).toEqual([2, 4, 6, 8, 10]);
    });

    it('fail, refuse and stop as outside', async () => {
      const pool = shared();
      expect(await pool.submit(tasks.nestThrow)).toBe('PriceError ERR_PRICE true');
      expect(await pool.submit(tasks.nestPlain)).toMatch(/task\(import\.meta/);
      expect(await pool.submit(tasks.nestUncloneable)).toBe('ERR_TRANSFER');
    });

    it('are cancelled and aborted from inside', async () => {
      await using pool = make({ maxWorkers: 2, graceMs: 10 });
      expect(await pool.submit(tasks.nestAbort)).toBe('cancelled cancelled');
    });

    it('go on when the worker that made them dies', async () => {
      const pool = make({ maxWorkers: 2 });
      const marker = join(folder, 'orphan');
      expect(await pool.submit(tasks.nestThenExit, marker).exception()).toBeInstanceOf(WorkerCrashedError);
      await pool.shutdown();
      expect(readdirSync(folder)).toContain('orphan');
    });

    it('shutdown from inside waits for the others, and takes no more', async () => {
      const pool = make({ maxWorkers: 2 });
      const inside = pool.submit(tasks.shutdownInside);
      expect(await inside).toBe('ERR_EXECUTOR_SHUTDOWN');
      expect(() => pool.submit(tasks.double, 1)).toThrow(expect.objectContaining({ code: 'ERR_EXECUTOR_SHUTDOWN' }));
      await pool.shutdown();
    });
  });

  describe('options', () => {
    it.each([
      [{ maxWorkers: 0 }, RangeError, /maxWorkers to be an integer from 1 up, got 0/],
      [{ maxWorkers: '2' }, TypeError, /maxWorkers .* got "2"/],
      [{ tasksPerWorker: 1.5 }, RangeError, /tasksPerWorker/],
      [{ maxTasksPerChild: -1 }, RangeError, /maxTasksPerChild/],
      [{ idleTimeout: -1 }, RangeError, /idleTimeout to be a number of milliseconds from 0 up, got -1/],
      [{ idleTimeout: '1' }, TypeError, /idleTimeout .* got "1"/],
      [{ idleTimeout: null }, TypeError, /idleTimeout .* got null/],
      [{ graceMs: NaN }, RangeError, /graceMs/],
      [{ onCrash: 'explode' }, TypeError, /onCrash .* got "explode"/],
      [{ initializer: () => {} }, TypeError, /initializer to be a task/],
      [{ initArgs: 1 }, TypeError, /initArgs/],
      [{ initArgs: [() => {}] }, TransferError, /argument 0 of the initializer/],
    ])('%j is refused', (options, Problem, message) => {
      expect(() => make(options as WorkerPoolOptions)).toThrow(Problem);
      expect(() => make(options as WorkerPoolOptions)).toThrow(message);
    });
  });
}
