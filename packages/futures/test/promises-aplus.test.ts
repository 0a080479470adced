import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('Future is a promise by Promises/A+', async () => {
  const program = fileURLToPath(new URL('support/promises-aplus.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--unhandled-rejections=none', program], {
    maxBuffer: 2 ** 26,
  });
  const { passed, failed } = JSON.parse(stdout) as { passed: number; failed: string[] };
  expect(failed).toEqual([]);
  expect(passed).toBe(872);
}, 60_000);
