import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

interface Readme {
  /** Where its code runs: inside of a package, so that its name and those of its dependencies are known. */
  readonly home: string;
  readonly file: string;
}

// The snippets of the conformance suites are test files: the packages that run the suites show that they work.
const readmes: Readme[] = [
  { home: 'packages/heddle', file: 'README.md' },
  ...readdirSync(join(root, 'packages'))
    .filter((folder) => folder !== 'conformance')
    .map((folder) => ({ home: `packages/${folder}`, file: `packages/${folder}/README.md` })),
];

/** The ```ts blocks of a README. One that begins with `// name.ts` is a file of that name, `main.ts` or none a program. */
function blocksOf({ file }: Readme): { readonly name: string | undefined; readonly code: string }[] {
  const text = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '';
  return Array.from(text.matchAll(/^```ts\n(.*?)^```/gms), ([, code = '']) => ({
    name: /^\/\/ (\S+\.ts)\n/.exec(code)?.[1],
    code,
  }));
}

describe.each(readmes)('$file', (readme) => {
  const blocks = blocksOf(readme);
  const programs = blocks.filter(({ name }) => name === undefined || name === 'main.ts');
  const scratch = join(root, readme.home, '.readme', readme.file.replaceAll('/', '-'));

  afterAll(() => {
    rmSync(scratch, { recursive: true, force: true });
  });

  test('shows a program', () => {
    expect(programs).not.toHaveLength(0);
  });

  test.each(programs.map(({ code }, index) => [index + 1, code] as const))(
    'its program %i ends by itself, and prints what its comments say',
    async (index, code) => {
      mkdirSync(scratch, { recursive: true });
      for (const { name, code } of blocks) {
        if (name !== undefined) {
          writeFileSync(join(scratch, name), code);
        }
      }
      const program = join(scratch, `program-${index}.ts`);
      writeFileSync(program, code);
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [program], { timeout: 15_000 });
      const said = Array.from(code.matchAll(/\/\/ → (.*)\n/g), ([, line]) => line);
      if (said.length > 0) {
        expect(stdout.trimEnd().split('\n')).toEqual(said);
        expect(stderr).toBe('');
      }
    },
  );
});
