import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as api from '../src/index.ts';
import { LESSON_ROWS } from '../src/data/lesson-rows.ts';
import { runNode, runScript } from './support/run-node.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it('has an example that prints what it says', async () => {
    const [, example = ''] = /```ts\n(.*?)```/s.exec(readme) ?? [];
    const [, said] = /console\.log.*\/\/ (.*)/.exec(example) ?? [];
    expect(await runScript(example).ended).toMatchObject({ code: 0, stdout: `${said}\n`, stderr: '' });
    expect(said).toBe(inspect([6409.8, 6421.14, 6401.9]));
  });

  it('tells every option of the command line, and every error', async () => {
    const { stdout } = await runNode('src/cli.ts', '--help').ended;
    for (const [option] of stdout.matchAll(/--(?!version|help)\w+/g)) expect(readme).toContain(`| \`${option}`);
    const errors = Object.keys(api).filter((name) => name.endsWith('Error') && name !== 'PriceError');
    expect(errors).toHaveLength(9);
    for (const name of errors) expect(readme).toContain(`| \`${name}\``);
    expect(readme).toContain(`${LESSON_ROWS.length} rows`);
  });
});
