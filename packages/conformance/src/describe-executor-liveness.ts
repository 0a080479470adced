import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished } from 'vitest';
import type { ExecutorSubject } from './describe-executor-subject.ts';

/** Programs of their own: what keeps one running, and what does not. */
export function describeLiveness({ program, gate, checkPrograms }: ExecutorSubject): void {
  const start = (source: string): ChildProcess => {
    if (program === undefined) {
      throw new Error('Expected a program, got none');
    }
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

  checkPrograms('a program with an idle pool ends by itself, shut down or not', async () => {
    const idle = start(`if (await executor.submit(tasks.double, 21) !== 42) process.exit(1);`);
    const unused = start('');
    const shutDown = start('await executor.submit(tasks.double, 21); await executor.shutdown();');
    const ends = await Promise.all([once(idle, 'exit'), once(unused, 'exit'), once(shutDown, 'exit')]);
    expect(ends.map(([code]) => code as unknown)).toEqual([0, 0, 0]);
  });

  checkPrograms('an unfinished task holds the program open, and no longer than that', async () => {
    const doors = await gate();
    const child = start(`void executor.submit(tasks.passGate, ${doors.port}, 'a');`);
    const exit = once(child, 'exit');
    const visitor = await doors.visitor();
    expect([child.exitCode, child.signalCode]).toEqual([null, null]);
    visitor.letIn();
    expect((await exit)[0]).toBe(0);
  });

  checkPrograms('so does one that waits for nothing the event loop knows', async () => {
    const doors = await gate();
    // Nothing else holds it: the connection is unref'd, and answers only as long as the loop turns.
    const child = start(`
      import { connect } from 'node:net';
      void executor.submit(tasks.waitForNothing);
      const connection = connect(${doors.port}, '127.0.0.1').unref();
      connection.on('data', () => connection.write('alive\\n'));
      connection.write('a\\n');`);
    const visitor = await doors.visitor();
    for (let round = 1; round <= 3; round += 1) {
      visitor.letIn();
      expect(await Promise.race([visitor.says(), visitor.left.then(() => 'gone')])).toBe('alive');
    }
    expect([child.exitCode, child.signalCode]).toEqual([null, null]);
    child.kill('SIGKILL');
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  });
}
