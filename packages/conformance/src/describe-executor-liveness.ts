import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished } from 'vitest';
import type { ExecutorSubject } from './describe-executor-subject.ts';

/** Programs of their own: what keeps one running, and what does not. */
export function describeLiveness({ program, gate, check }: ExecutorSubject): void {
  const start = (source: string): ChildProcess => {
    const tasks = new URL(`./tasks.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
    const text = `
      import { ${program.className} } from ${JSON.stringify(program.module.href)};
      import * as tasks from ${JSON.stringify(tasks.href)};
      const executor = new ${program.className}({ maxWorkers: 2 });
      ${source}`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', text], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    return child;
  };

  check('a program with an idle pool ends by itself, shut down or not', async () => {
    const idle = start(`if (await executor.submit(tasks.double, 21) !== 42) process.exit(1);`);
    const unused = start('');
    const shutDown = start('await executor.submit(tasks.double, 21); await executor.shutdown();');
    const ends = await Promise.all([once(idle, 'exit'), once(unused, 'exit'), once(shutDown, 'exit')]);
    expect(ends.map(([code]) => code as unknown)).toEqual([0, 0, 0]);
  });

  check('an unfinished task holds the program open, and no longer than that', async () => {
    const doors = await gate();
    const child = start(`void executor.submit(tasks.passGate, ${doors.port}, 'a');`);
    const exit = once(child, 'exit');
    const visitor = await doors.visitor();
    expect([child.exitCode, child.signalCode]).toEqual([null, null]);
    visitor.letIn();
    expect((await exit)[0]).toBe(0);
  });

  check('so does one that waits for nothing the event loop knows', async () => {
    const doors = await gate();
    const child = start(`
      void executor.submit(tasks.waitForNothing);
      process.once('beforeExit', () => process.exit(3)); // as the loop runs dry
      await executor.submit(tasks.passGate, ${doors.port}, 'a');
      await executor.submit(tasks.passGate, ${doors.port}, 'b');`);
    (await doors.visitor()).letIn();
    const second = await doors.visitor();
    second.letIn();
    await second.left;
    expect([child.exitCode, child.signalCode]).toEqual([null, null]);
    child.kill('SIGKILL');
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  });
}
