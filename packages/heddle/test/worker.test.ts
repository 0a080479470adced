import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ProcessPoolExecutor, ThreadPoolExecutor } from '../src/index.ts';
import { doubleElsewhere, modulesLoaded } from './fixtures/front-door-task.ts';
import { double, doubleByAnother, modulesSoFar, throwing } from './fixtures/light-task.ts';

describe.each([{ Pool: ThreadPoolExecutor }, { Pool: ProcessPoolExecutor }])(
  'a worker of $Pool.name whose task imports the front door',
  ({ Pool }) => {
    it('loads nothing but Heddle: no engine, no display', async () => {
      await using executor = new Pool({ maxWorkers: 1 });

      const modules = await executor.submit(modulesLoaded);

      expect(modules.some((url) => url.includes('/packages/threads/'))).toBe(true);
      expect(modules.filter((url) => url.includes('/node_modules/'))).toEqual([]);
      expect(modules).not.toContain('node:child_process');
    });

    it('can make pools all the same', async () => {
      await using executor = new Pool({ maxWorkers: 1 });

      expect(await executor.submit(doubleElsewhere, 3)).toBe(12);
    });
  },
);

const execArgv = ['--import', new URL('fixtures/note-modules.ts', import.meta.url).href];

/** Of Heddle's modules for queues and futures, those that a worker needs before its first task. */
const light =
  /\/futures\/src\/(task\/|thenable\.ts|map\/run-chunk\.ts)|\/queue\/src\/(values|waiting\/describe|shared\/is-plain)\.ts/;

describe.each([
  { kind: 'thread', makePool: () => new ThreadPoolExecutor({ maxWorkers: 1, piscina: { execArgv } }) },
  { kind: 'process', makePool: () => new ProcessPoolExecutor({ maxWorkers: 1, execArgv }) },
])('a $kind whose task imports heddle/task', ({ makePool }) => {
  const heavy = (modules: readonly string[]): readonly string[] =>
    modules.filter((url) => /\/packages\/(queue|futures)\//.test(url) && !light.test(url));

  it('loads neither futures nor queues, whatever it returns', async () => {
    await using executor = makePool();

    expect(await executor.submit(double, 3)).toBe(6);
    expect(await executor.map(double, [1, 2, 3], { chunkSize: 3 }).toArray()).toEqual([2, 4, 6]);

    const modules = await executor.submit(modulesSoFar);
    expect(modules.some((url) => url.includes('/futures/src/task/'))).toBe(true);
    expect(heavy(modules)).toEqual([]);
  });

  it('loads them as its task asks for its executor', async () => {
    await using executor = makePool();

    expect(await executor.submit(doubleByAnother, 3)).toBe(6);

    expect(heavy(await executor.submit(modulesSoFar))).not.toEqual([]);
  });

  it('loads what it takes to tell of an error with the first one', async () => {
    await using executor = makePool();

    await expect(executor.submit(throwing).result()).rejects.toThrow(new RangeError('thrown by a task'));

    expect(heavy(await executor.submit(modulesSoFar))).not.toEqual([]);
  });
});

it('a worker that makes the executor of its tasks only after its pool was shut down has it refuse, and says nothing', () => {
  const program = join(import.meta.dirname, 'fixtures/late-executor.ts');
  const { stdout, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8', timeout: 20_000 });
  expect(stderr).toBe('');
  expect(stdout.trim().split('\n')).toEqual(Array.from({ length: 2 }, () => expect.stringMatching(/^ShutdownError: /)));
});
