import { expect } from 'vitest';
import type { ExecutorSubject } from './subject.ts';
import { makeProgramStarter, type Program } from './program.ts';

/** Waits in a program until `future` runs. */
const untilRunning = 'while (!future.running()) await new Promise(setImmediate);';

/** Programs of their own: what keeps one running, and what does not. */
export function describeLiveness(subject: ExecutorSubject): void {
  const { workers, gate, checkPrograms } = subject;
  const start = makeProgramStarter(subject);

  /** They end by themselves, with all that they had to say. */
  const expectToEnd = async (programs: Record<string, Program>): Promise<void> => {
    const names = Object.keys(programs);
    const ends = await Promise.all(
      Object.values(programs).map(async ({ exit, output }) => [...(await exit), await output]),
    );
    expect(Object.fromEntries(ends.map((end, index) => [names[index], end]))).toEqual(
      Object.fromEntries(names.map((name) => [name, [0, null, 'end\n']])),
    );
  };

  checkPrograms(
    'a program ends by itself with a pool that is unused, idle or shut down, waited for or not',
    async () => {
      await expectToEnd({
        unused: start(`console.log('end');`),
        idle: start(`if (await executor.submit(tasks.double, 21) === 42) console.log('end');`),
        'shut down': start(`
        await executor.submit(tasks.double, 21);
        await executor.shutdown();
        console.log('end');`),
        'shut down, not waited for': start(`
        executor.submit(tasks.doubleLater, 21);
        void executor.shutdown({ wait: false });
        console.log('end');`),
      });
    },
  );

  checkPrograms(
    'a program ends by itself with results and failures unread, and with a task that will not stop',
    async () => {
      await expectToEnd({
        unread: start(`
        executor.submit(tasks.double, 21);
        executor.map(tasks.double, [1, 2, 3]);
        console.log('end');`),
        failed: start(
          `
        executor.submit(tasks.throwRangeError, 'nobody looks at it');
        console.log('end');`,
          { isSilent: true },
        ),
        'half read': start(`
        for await (const value of executor.map(tasks.double, [1, 2, 3, 4, 5], { bufferSize: 2 })) {
          if (value === 4) break;
        }
        console.log('end');`),
        aborted: start(
          `
        const future = executor.submit(tasks.waitForNothing);
        ${untilRunning}
        future.abort();
        console.log('end');`,
          { options: 'graceMs: 10' },
        ),
      });
    },
  );

  if (workers !== 'none') {
    checkPrograms(
      'a program ends by itself after a crash, after killWorkers, and while its workers are idle',
      async () => {
        const doors = await gate();
        doors.open();
        await expectToEnd({
          crashed: start(`
          await executor.submit(life.exitAtGate, ${doors.port}).exception();
          console.log('end');`),
          killed: start(
            `
          const future = executor.submit(tasks.waitForNothing);
          ${untilRunning}
          await executor.killWorkers();
          console.log('end');`,
            { isSilent: true },
          ),
          'idle for long': start(
            `
          await executor.submit(tasks.double, 21);
          console.log('end');`,
            { options: 'idleTimeout: 3_600_000' },
          ),
          'let go': start(
            `
          await executor.submit(tasks.double, 21);
          while (executor.stats().workers > 0) await new Promise(setImmediate);
          console.log('end');`,
            { options: 'idleTimeout: 0' },
          ),
        });
      },
    );
  }

  checkPrograms('an unfinished task holds the program open, and no longer than that', async () => {
    const doors = await gate();
    const { child, exit } = start(`void executor.submit(tasks.passGate, ${doors.port}, 'a');`);
    const visitor = await doors.visitor();
    expect([child.exitCode, child.signalCode]).toEqual([null, null]);
    visitor.letIn();
    expect((await exit)[0]).toBe(0);
  });

  checkPrograms('so does one that waits for nothing the event loop knows', async () => {
    const doors = await gate();
    // Nothing else holds it: the connection is unref'd, and answers only as long as the loop turns.
    const { child, exit } = start(`
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
    expect(await exit).toEqual([null, 'SIGKILL']);
  });

  checkPrograms(
    'process.exit and an error that nothing catches end the program while tasks run, and leave no worker behind',
    async () => {
      const [one, other] = [await gate(), await gate()];
      const submit = (port: number): string =>
        workers === 'none'
          ? `executor.submit(tasks.passGate, ${port}, 'task');`
          : `executor.submit(life.spinAtGate, ${port});`;
      const exits = start(`
      ${submit(one.port)}
      await tasks.passGate(${one.port}, 'main');
      process.exit(3);`);
      const throws = start(
        `
      ${submit(other.port)}
      await tasks.passGate(${other.port}, 'main');
      throw new Error('of the program');`,
        { isSilent: true },
      );
      const visitors = [...(await one.visitors(2)), ...(await other.visitors(2))];
      for (const visitor of visitors.filter(({ text }) => text === 'main')) {
        visitor.letIn();
      }
      expect(await Promise.all([exits.exit, throws.exit])).toEqual([
        [3, null],
        [1, null],
      ]);
      await Promise.all(visitors.map(({ left }) => left));
    },
  );
}
