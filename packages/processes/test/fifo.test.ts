import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { ProcessPoolExecutor } from '@heddle/processes';
import { describe, expect, it } from 'vitest';
import { until } from '../../conformance/src/executor/subject.ts';
import { double } from '../../transport/test/fixtures/tasks.ts';
import { closePipe, namedPipes, text } from './fixtures/process-tasks.ts';

/** Until the worker has opened its named pipe: the shell that makes it takes its time. */
async function untilThereIsOne(pool: ProcessPoolExecutor): Promise<string[]> {
  for (;;) {
    const pipes = await pool.submit(namedPipes);
    if (pipes.length > 0) {
      return pipes;
    }
  }
}

describe.skipIf(process.platform !== 'linux')('the named pipe of a worker process', () => {
  it('is there for nobody else once both have opened it', async () => {
    await using pool = new ProcessPoolExecutor({ maxWorkers: 1 });
    await untilThereIsOne(pool);
    for (;;) {
      const [pipe, ...others] = await pool.submit(namedPipes);
      expect(others).toEqual([]);
      if (pipe?.endsWith(' (deleted)') === true) {
        break;
      }
    }
  });

  it('brings small results, the socket large ones, and all arrive in their order', async () => {
    await using pool = new ProcessPoolExecutor({ maxWorkers: 1 });
    await untilThereIsOne(pool);
    const lengths = Array.from({ length: 300 }, (_, n) => (n % 7 === 3 ? 20_000 * (n % 11) : n));
    const arrived: number[] = [];
    const futures = lengths.map((length, index) => {
      const future = pool.submit(text, length);
      future.addDoneCallback(() => arrived.push(index));
      return future;
    });
    expect((await Promise.all(futures)).map(({ length }) => length)).toEqual(lengths);
    expect(arrived).toEqual(lengths.map((_, index) => index));
  });

  it.each(['fifo', 'socket'] as const)(
    'a task that closes the %s ends its worker, and the pool goes on',
    async (which) => {
      await using pool = new ProcessPoolExecutor({ maxWorkers: 1 });
      await untilThereIsOne(pool);
      const error = await pool.submit(closePipe, which).exception();
      expect([undefined, 'ERR_WORKER_CRASHED']).toContain((error as { code?: string } | undefined)?.code); // its result may be told by the other
      await until(() => pool.stats().workers === 0);
      expect(await pool.submit(double, 21)).toBe(42);
    },
  );

  const program = join(import.meta.dirname, 'fixtures/says-double.ts');

  it.each(['ends', 'waits'])('is not left behind by a program that %s', async (then) => {
    const folder = mkdtempSync(join(tmpdir(), 'heddle-test-'));
    const env = { ...process.env, TMPDIR: folder };
    const child = spawn(process.execPath, [program, 'with a named pipe', then], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    expect(String(line)).toBe('42\n');
    if (then === 'waits') {
      expect(readdirSync(folder)).toHaveLength(1);
      child.kill('SIGKILL');
    }
    await once(child, 'exit');
    await until(() => readdirSync(folder).length === 0); // the shell clears up
    rmSync(folder, { recursive: true });
  });

  it('is not needed', async () => {
    const env = { ...process.env, TMPDIR: '/no/such/folder' };
    const child = spawn(process.execPath, [program, 'without', 'ends'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    expect(await textOf(child.stdout)).toBe('42\n');
  });
});
