import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const execute = promisify(execFile);

/** How programs with a pool end: by themselves, and not before their tasks have. `program` runs a scenario, `unguarded` is a main file without a guard. */
export function describePrograms(program: URL, unguarded: URL): void {
  const run = async (file: URL, ...args: string[]): Promise<string[]> => {
    const { stdout } = await execute(process.execPath, [file.pathname, ...args], { timeout: 15_000 });
    return stdout.trim().split('\n');
  };

  describe('a program', () => {
    it.concurrent.each([
      ['unused', ['end']],
      ['idle', ['2', 'end']],
      ['not awaited', ['end', '4']],
      ['shut down', ['6', '0', 'end']],
      ['killed', ['WorkerCrashedError', 'end']],
      ['crashed', ['WorkerCrashedError', 'end']],
    ])('%s ends by itself', async (scenario, output) => {
      expect(await run(program, scenario)).toEqual(output);
    });

    it('takes a busy worker with it', async () => {
      const [worker = ''] = await run(program, 'exit while busy');
      const pid = Number(worker.split(':')[0]);
      await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
    });

    it.concurrent('without a guard in its main file is shown the guard', async () => {
      expect((await run(unguarded)).join('\n')).toContain('import.meta.main');
    });
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // Dead, and not yet fetched by whoever inherited it, is dead.
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || readFileSync(stat, 'utf8').split(') ')[1]?.startsWith('Z') !== true;
}
