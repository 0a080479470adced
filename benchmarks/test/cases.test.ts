import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { cases } from '../src/cases/index.ts';
import { selectCases } from '../src/find.ts';

const main = join(import.meta.dirname, '../src/main.ts');

test('each case has a name of its own, begins with Heddle, and compares with contenders that there are', () => {
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  for (const { name, contenders } of cases) {
    const names = contenders.map((contender) => contender.name);
    expect(new Set(names).size, name).toBe(names.length);
    expect(contenders[0]?.role, name).toBe('heddle');
    for (const contender of contenders) {
      expect([undefined, ...names], name).toContain(contender.against);
      if ('python' in contender) {
        expect(existsSync(join(import.meta.dirname, '../src/python', contender.python[0])), name).toBe(true);
      }
    }
  }
});

test('a group stands for its cases', () => {
  expect(selectCases(cases, ['queue']).map(({ name }) => name)).toEqual(['queue/nowait', 'queue/async']);
  expect(selectCases(cases, ['queue/async', 'memory'])).toHaveLength(2);
  expect(selectCases(cases, [])).toBe(cases);
  expect(() => selectCases(cases, ['que'])).toThrow('got que');
});

test('the command lists its cases, and refuses what is none', async () => {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [main, '--list']);
  expect(stdout).toContain('piscina: Heddle divided by it at least 25');
  await expect(run(process.execPath, [main, 'que'])).rejects.toMatchObject({ code: 1, stderr: /got que/ });
  await expect(run(process.execPath, [main, '--rounds', '0'])).rejects.toMatchObject({ stderr: /integer from 1 up/ });
}, 30_000);
