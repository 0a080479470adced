import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** The example of a README prints what its comments say; a block that begins with `// name.ts` is a file of that name. */
export function describeReadme(readme: URL): void {
  test('the example of the README prints what it says', async () => {
    const blocks = Array.from(readFileSync(readme, 'utf8').matchAll(/```ts\n(.*?)```/gs), ([, code]) => code ?? '');
    // Inside of the package, where its name and those of its dependencies are known.
    const home = fileURLToPath(new URL('test/.readme/', readme));
    mkdirSync(home, { recursive: true });
    const folder = mkdtempSync(home);
    try {
      for (const code of blocks) {
        writeFileSync(join(folder, /^\/\/ (\S+\.ts)\n/.exec(code)?.[1] ?? 'main.ts'), code);
      }
      const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'main.ts')]);
      const expected = Array.from(blocks.join('').matchAll(/\/\/ → (.*)\n/g), ([, line]) => line);
      expect(expected.length).toBeGreaterThan(0);
      expect(stdout.trim().split('\n')).toEqual(expected);
    } finally {
      rmSync(home, { recursive: true });
    }
  });
}
