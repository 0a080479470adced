import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { judgeMemory } from '../soak/src/memory.ts';

const main = join(import.meta.dirname, '../soak/src/main.ts');

test('a short soak of every executor loses nothing, runs nothing twice and leaves nothing behind', async () => {
  const args = ['--expose-gc', main, 'all', '--tasks', '3000', '--crash-every', '300'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 120_000 });
  const [, ...rows] = stdout.trimEnd().split('\n');
  expect(rows.map((row) => row.split(/ {2,}/))).toMatchObject(
    ['event-loop', 'threads', 'processes'].map((kind) =>
      expect.arrayContaining([kind, '3,000', '10', 'as it should be']),
    ),
  );
}, 130_000);

test('a soak without --expose-gc, and one of nothing, are refused', async () => {
  const run = promisify(execFile);
  await expect(run(process.execPath, [main])).rejects.toMatchObject({ code: 1, stderr: /--expose-gc/ });
  await expect(run(process.execPath, [main, '--tasks', '0'])).rejects.toMatchObject({ stderr: /integer from 1 up/ });
});

test('a heap that grows, or leaps, is no flat heap', () => {
  const samples = (heaps: readonly number[]) => heaps.map((megabytes) => ({ heap: megabytes * 2 ** 20, rss: 0 }));
  expect(judgeMemory(samples([30, 20, 20, 21, 20, 21, 20, 20, 21, 20])).problems).toEqual([]);
  expect(judgeMemory(samples([20, 21, 22, 23, 24, 25, 26, 27, 28, 29])).problems).not.toEqual([]);
  expect(judgeMemory(samples([20, 20, 20, 20, 20, 30, 20, 20, 20, 20])).problems).not.toEqual([]);
});
