// Longer than most files: the whole list of what a pool of workers does beyond the conformance suite, which threads and processes both run.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  asCompleted,
  type BrokenExecutor,
  CancelledError,
  DependencyError,
  type Future,
  task,
  TransferError,
  wait,
  WorkerCrashedError,
} from '@heddle/futures';
import { Queue } from '@heddle/queue';
import type { WorkerPoolExecutor, WorkerPoolOptions } from '@heddle/transport';
import { afterAll, describe, expect, it, vi } from 'vitest';
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
  const code = (error: unknown): unknown => (error as { code?: unknown } | undefined)?.code;

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

    it('starts workers only as they are needed', async () => {
      await using pool = make({ maxWorkers: 4 });
      expect(pool.stats().workers).toBe(0);
      await pool.submit(tasks.double, 1);
      await pool.submit(tasks.double, 1);
      expect(pool.stats()).toMatchObject({ workers: 1, idle: 1 });
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

    it('fails the one item of a chunk whose result cannot cross', async () => {
      const pool = shared();
      const results = await pool.map(tasks.returnFunction, [1, 2], { chunkSize: 2, settled: true }).toArray();
      expect(results.map((result) => (result.status === 'rejected' ? code(result.reason) : 'fulfilled'))).toEqual([
        'ERR_TRANSFER',
        'ERR_TRANSFER',
      ]);
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

  describe('errors', () => {
    it('arrive with class, message, code, fields and cause, and the far stack below the near one', async () => {
      const pool = shared();
      const error = (await pool.submit(tasks.throwOdd, 'own class').exception()) as Error & { symbol: string };
      expect(error).toBeInstanceOf(TypeError);
      expect(error).toMatchObject({
        name: 'PriceError',
        message: 'no price for doge',
        symbol: 'doge',
        code: 'ERR_PRICE',
      });
      expect(error.cause).toBeInstanceOf(RangeError);
      expect(error.stack).toMatch(/--- on worker (thread|process) \d+ ---[^]*tasks\.ts/);
    });

    it.each(['undefined', 'null', '0'])('%s is a failure as any other', async (what) => {
      const pool = shared();
      const outcome = pool.submit(tasks.throwOdd, what).then(
        () => 'fulfilled',
        (reason: unknown) => ({ reason }),
      );
      expect(await outcome).toEqual({ reason: what === 'undefined' ? undefined : what === 'null' ? null : 0 });
      expect(await pool.submit(tasks.double, 1)).toBe(2);
    });

    it('of every odd kind arrive, and the worker lives on', async () => {
      await using pool = make({ maxWorkers: 1 });
      const failure = (what: string): Promise<unknown> => pool.submit(tasks.throwOdd, what).exception();
      expect(await failure('object')).toEqual({ reason: 'because' });
      expect(await failure('function')).toMatch(/Function/);
      const aggregate = (await failure('aggregate')) as AggregateError;
      expect(aggregate).toBeInstanceOf(AggregateError);
      expect(aggregate.errors[0]).toBeInstanceOf(SyntaxError);
      expect(aggregate.errors[1]).toBe(1);
      const dom = (await failure('dom')) as DOMException;
      expect(dom).toBeInstanceOf(DOMException);
      expect([dom.name, dom.code, dom.message]).toEqual(['AbortError', 20, 'stop']);
      expect(await failure('frozen')).toMatchObject({ message: 'frozen' });
      const circle = (await failure('circle')) as { cause: Error };
      expect(circle.cause.cause).toBe(circle);
      expect(await failure('uncloneable field')).toMatchObject({
        message: 'has a function',
        size: 3,
        callback: expect.stringContaining('Function'),
      });
      expect(await failure('hostile')).toBeInstanceOf(Error);
      expect(pool.stats()).toMatchObject({ workers: 1, failed: 8 });
    });

    it('a module that throws on import fails its task alone', async () => {
      const pool = shared();
      const unreachable = referTo('./fixtures/broken-module.ts', 'unreachable');
      expect(await pool.submit(unreachable).exception()).toMatchObject({
        name: 'RangeError',
        message: 'this module cannot be imported',
      });
      expect(await pool.submit(tasks.double, 1)).toBe(2);
    });

    it('a module without that task says so', async () => {
      const pool = shared();
      const missing = referTo('./fixtures/tasks.ts', 'missing');
      expect(await pool.submit(missing).exception()).toMatchObject({
        message: expect.stringContaining('a task named "missing"'),
      });
    });

    it('an argument that cannot cross fails its future alone', async () => {
      await using pool = make({ maxWorkers: 1, tasksPerWorker: 3 });
      const before = pool.submit(tasks.double, 1);
      const uncloneable = pool.submit(tasks.echo, () => 1);
      const queue = pool.submit(tasks.echo, new Queue());
      const after = pool.submit(tasks.double, 2);
      expect(await uncloneable.exception()).toBeInstanceOf(TransferError);
      expect(await uncloneable.exception()).toMatchObject({
        message: expect.stringMatching(/argument 0 of echo .*could not be cloned/),
      });
      expect(await queue.exception()).toMatchObject({
        code: 'ERR_TRANSFER',
        message: expect.stringContaining('instance of Queue'),
      });
      expect(await Promise.all([before, after])).toEqual([2, 4]);
    });

    it('a result that cannot cross fails its future alone', async () => {
      await using pool = make({ maxWorkers: 1 });
      expect(await pool.submit(tasks.returnFunction).exception()).toBeInstanceOf(TransferError);
      expect(await pool.submit(tasks.double, 1)).toBe(2);
      expect(pool.stats().workers).toBe(1);
    });
  });

  describe('crashes', () => {
    it.each([0, 1])('process.exit(%d) fails what ran, and the next task runs', async (exitCode) => {
      await using pool = make({ maxWorkers: 1 });
      const crashed = pool.submit(tasks.exit, exitCode);
      const next = pool.submit(tasks.double, 1);
      expect(await crashed.exception()).toBeInstanceOf(WorkerCrashedError);
      expect(await crashed.exception()).toMatchObject({
        message: expect.stringContaining(`exited with code ${exitCode}`),
      });
      expect(await next).toBe(2);
    });

    it('an error that nothing catches fails what ran', async () => {
      await using pool = make({ maxWorkers: 1 });
      expect(await pool.submit(tasks.failLater).exception()).toBeInstanceOf(WorkerCrashedError);
      expect(await pool.submit(tasks.double, 1)).toBe(2);
    });

    it('retry: runs each task that it ran once more, and once only', async () => {
      await using pool = make({ maxWorkers: 1, tasksPerWorker: 2, onCrash: 'retry' });
      const survivor = pool.submit(tasks.dieOnce, join(folder, 'die-once'));
      expect(await survivor).toBe('survived');
      expect(await pool.submit(tasks.exit, 1).exception()).toBeInstanceOf(WorkerCrashedError);
      expect(await pool.submit(tasks.double, 1)).toBe(2);
    });

    it('break: fails everything, now and later', async () => {
      await using pool = make({ maxWorkers: 1, onCrash: 'break' });
      const crashed = pool.submit(tasks.exit, 1);
      const pending = pool.submit(tasks.double, 1);
      expect(code(await crashed.exception())).toBe('ERR_BROKEN_EXECUTOR');
      expect(code(await pending.exception())).toBe('ERR_BROKEN_EXECUTOR');
      expect(() => pool.submit(tasks.double, 1)).toThrow(expect.objectContaining({ code: 'ERR_BROKEN_EXECUTOR' }));
    });

    it('workers that die again and again before they run anything break the pool', async () => {
      await using pool = make({ maxWorkers: 2, initializer: tasks.exitAtStart });
      const futures = [1, 2, 3].map((n) => pool.submit(tasks.double, n));
      for (const future of futures) {
        const error = (await future.exception()) as BrokenExecutor;
        expect(error.code).toBe('ERR_BROKEN_EXECUTOR');
        expect(error.cause).toMatchObject({
          code: 'ERR_WORKER_CRASHED',
          message: expect.stringContaining('exited with code 7'),
        });
      }
    });
  });

  describe('stopping', () => {
    it('cancels what is pending', async () => {
      await using pool = make({ maxWorkers: 1 });
      const running = pool.submit(tasks.untilStopped);
      await vi.waitUntil(() => running.running());
      const pending = pool.submit(tasks.double, 1);
      expect(pending.cancel()).toBe(true);
      expect(running.cancel()).toBe(false);
      running.abort();
      expect(await pool.submit(tasks.double, 2)).toBe(4);
    });

    it('cancels what waits for its worker to start', async () => {
      await using pool = make({ maxWorkers: 1 });
      const future = pool.submit(tasks.double, 1);
      await Promise.resolve();
      await Promise.resolve();
      expect(future.running()).toBe(false);
      expect(future.cancel()).toBe(true);
      expect(await pool.submit(tasks.double, 2)).toBe(4);
    });

    it('aborts a running task: its signal tells it', async () => {
      await using pool = make({ maxWorkers: 1 });
      const marker = join(folder, 'stopped');
      const future = pool.submit(tasks.untilStopped, marker);
      await vi.waitUntil(() => future.running());
      expect(future.abort('enough')).toBe(true);
      expect(await future.exception().catch((error: unknown) => error)).toBeInstanceOf(CancelledError);
      expect(await pool.submit(tasks.double, 2)).toBe(4);
      expect(readFileSync(marker, 'utf8')).toBe('enough');
      expect(pool.stats().workers).toBe(1);
    });

    it('replaces the worker of an endless loop after the grace; what shared it crashes', async () => {
      await using pool = make({ maxWorkers: 1, tasksPerWorker: 2, graceMs: 10 });
      const shared = pool.submit(tasks.never);
      await vi.waitUntil(() => shared.running());
      const endless = pool.submit(tasks.loop);
      await vi.waitUntil(() => endless.running());
      endless.abort();
      expect(endless.cancelled()).toBe(true);
      expect(await shared.exception()).toBeInstanceOf(WorkerCrashedError);
      expect(await pool.submit(tasks.double, 2)).toBe(4);
    });

    it('a timeout fails the future and frees the worker', async () => {
      await using pool = make({ maxWorkers: 1, graceMs: 10 });
      const future = pool.with({ timeout: 20 }).submit(tasks.loop);
      expect(code(await future.exception())).toBe('ERR_TIMEOUT');
      expect(await pool.submit(tasks.double, 2)).toBe(4);
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

    it('get workers of their own where each worker runs one task', async () => {
      await using pool = make({ maxWorkers: 1, maxTasksPerChild: 1 });
      expect(await pool.submit(tasks.nest, 2)).toBe(3);
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

  describe('workers', () => {
    it('call the initializer first, with initArgs', async () => {
      await using pool = make({ maxWorkers: 1, initializer: tasks.initialize, initArgs: [1, 'two'] });
      expect(await pool.submit(tasks.readInitialized)).toEqual([1, 'two']);
    });

    it('a failing initializer breaks the pool, with the cause', async () => {
      await using pool = make({ maxWorkers: 2, initializer: tasks.failToInitialize });
      const futures = [1, 2, 3].map((n) => pool.submit(tasks.double, n));
      for (const future of futures) {
        const error = (await future.exception()) as BrokenExecutor;
        expect(error.code).toBe('ERR_BROKEN_EXECUTOR');
        expect(error.cause).toMatchObject({ name: 'RangeError', message: 'no connection' });
      }
    });

    it('call the finalizer as the pool shuts down', async () => {
      const pool = make({ maxWorkers: 1, finalizer: tasks.finalize, initArgs: [join(folder, 'finalized')] });
      await pool.submit(tasks.double, 1);
      await pool.shutdown();
      expect(readdirSync(folder).some((name) => name.startsWith('finalized.'))).toBe(true);
      expect(pool.stats().workers).toBe(0);
    });

    it('are replaced after maxTasksPerChild', async () => {
      await using pool = make({ maxWorkers: 1, maxTasksPerChild: 2 });
      const seen: string[] = [];
      for (let n = 0; n < 4; n++) {
        seen.push(await pool.submit(tasks.pid));
      }
      expect(seen[0]).toBe(seen[1]);
      expect(seen[2]).toBe(seen[3]);
      expect(new Set(seen).size).toBe(2);
    });

    it('two pools at once have workers of their own', async () => {
      await using one = make({ maxWorkers: 1 });
      await using other = make({ maxWorkers: 1 });
      const [a, b] = await Promise.all([one.submit(tasks.pid), other.submit(tasks.pid)]);
      expect(a).not.toBe(b);
    });
  });

  describe('shutdown', () => {
    it('waits for what is pending, then ends the workers', async () => {
      const pool = make({ maxWorkers: 1 });
      const futures = [1, 2, 3].map((n) => pool.submit(tasks.double, n));
      await pool.shutdown();
      expect(futures.every((future) => future.done())).toBe(true);
      expect(pool.stats()).toMatchObject({ workers: 0, done: 3 });
    });

    it('cancelFutures cancels what has not begun, also what waits for its worker', async () => {
      const pool = make({ maxWorkers: 1 });
      const futures = [1, 2, 3].map((n) => pool.submit(tasks.double, n));
      await Promise.resolve();
      await Promise.resolve();
      await pool.shutdown({ cancelFutures: true });
      expect(futures.map((future) => future.state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    });

    it('of a view is that of the pool', async () => {
      const pool = make({ maxWorkers: 1 });
      const view = pool.with({ priority: 1 });
      expect(await view.submit(tasks.double, 1)).toBe(2);
      await view.shutdown();
      expect(() => pool.submit(tasks.double, 1)).toThrow(/shut down/);
    });

    it.each(['terminateWorkers', 'killWorkers'] as const)(
      '%s fails what runs and cancels what is pending',
      async (method) => {
        const pool = make({ maxWorkers: 1, onCrash: 'retry' });
        const running = pool.submit(tasks.loop);
        await vi.waitUntil(() => running.running());
        const pending = pool.submit(tasks.double, 1);
        await pool[method]();
        expect(await running.exception()).toBeInstanceOf(WorkerCrashedError);
        expect(pending.cancelled()).toBe(true);
        expect(pool.stats().workers).toBe(0);
      },
    );
  });

  describe('options', () => {
    it.each([
      [{ maxWorkers: 0 }, RangeError, /maxWorkers to be an integer from 1 up, got 0/],
      [{ maxWorkers: '2' }, TypeError, /maxWorkers .* got "2"/],
      [{ tasksPerWorker: 1.5 }, RangeError, /tasksPerWorker/],
      [{ maxTasksPerChild: -1 }, RangeError, /maxTasksPerChild/],
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

/** A task that this thread need not import: a task of that name, said to be of another module. */
function referTo(path: string, name: string): typeof tasks.never {
  return task(new URL(path, import.meta.url), async () => {}, { name });
}
