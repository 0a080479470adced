import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const execute = promisify(execFile);

/** What a program hears whose main file, `unguarded`, makes a pool and holds tasks for it, and has no guard: each worker imports it. */
export function describePrograms(unguarded: URL): void {
  it('a program without a guard in its main file is shown the guard', async () => {
    const { stdout } = await execute(process.execPath, [unguarded.pathname], { timeout: 15_000 });
    expect(stdout).toContain('import.meta.main');
  });
}
