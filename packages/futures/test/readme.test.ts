import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import * as api from '../src/index.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const examples = Array.from(readme.matchAll(/```ts\n(.*?)```/gs), ([, code = '']) => code);

/** What the program prints, started as a file, so that `import.meta.main` is true of it. */
async function run(code: string): Promise<string> {
  const folder = await mkdtemp(join(import.meta.dirname, 'readme-'));
  try {
    const source = code.replace("'@heddle/futures'", JSON.stringify(new URL('../src/index.ts', import.meta.url).href));

    await writeFile(join(folder, 'example.ts'), source);
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(folder, 'example.ts')]);
    expect(stderr).toBe('');
    return stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('the first example prints what the README says', async () => {
  const said = /It prints (.*)\. The same/.exec(readme)?.[1]?.matchAll(/`(.*?)`/g) ?? [];
  expect((await run(examples[0] ?? '')).trimEnd().split('\n')).toEqual(Array.from(said, ([, line]) => line));
});

test.each(examples.slice(1).map((code) => [code]))('an example prints what its comment says: %s', async (code) => {
  const said = /console\.log\(.*\); \/\/ (.*)/.exec(code)?.[1];
  expect(said).toBeDefined();
  expect(await run(code)).toBe(`${said}\n`);
});

test('every error, with its code, has its row', () => {
  const errors = Object.entries(api).filter(([name]) => /Error$|^Broken/.test(name));
  expect(errors).toHaveLength(9);
  for (const [name, Class] of errors) {
    const { code } = new (Class as new (message: string) => Error & { code: string })('message');
    expect(readme).toMatch(new RegExp(`\\| \`${name}\` +\\| \`${code}\``));
  }
});

test('every export is named', () => {
  for (const name of Object.keys(api)) {
    expect(readme).toContain(name);
  }
});
