import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const main = new URL('../src/index.ts', import.meta.url).href;

it.each(['../README.md', '../../../README.md'])('%s: each example prints what its comments say', async (file) => {
  const readme = readFileSync(new URL(file, import.meta.url), 'utf8');
  const examples = Array.from(readme.matchAll(/```ts\n(.*?)```/gs), ([, code]) => code ?? '');
  expect(examples.length).toBeGreaterThan(0);
  for (const code of examples) {
    const script = code.replaceAll("'heddle'", JSON.stringify(main));
    const printed = await promisify(execFile)(process.execPath, ['--input-type=module-typescript', '-e', script]);
    const expected = Array.from(code.matchAll(/\/\/ → (.*)\n/g), ([, line]) => line);
    expect(printed.stdout.trim().split('\n')).toEqual(expected);
  }
});
