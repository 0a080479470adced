import { expect } from 'vitest';
import type { ExecutorSubject } from './subject.ts';
import { makeProgramStarter, type Program } from './program.ts';

/** Ctrl-C and the end of a terminal reach the whole process group; `kill` reaches the program alone. */
const signals = [
  { signal: 'SIGINT', isForAll: true },
  { signal: 'SIGHUP', isForAll: true },
  { signal: 'SIGTERM', isForAll: false },
  { signal: 'SIGKILL', isForAll: false },
] as const;

/** Programs that are told to end from outside. */
export function describeSignals(subject: ExecutorSubject): void {
  const { workers, gate, checkPrograms, checkUnless } = subject;
  const startAny = makeProgramStarter(subject);
  const start = (source: string, options?: string): Program =>
    startAny(source, { isGroup: true, ...(options === undefined ? {} : { options }) });
  const check = process.platform === 'win32' ? checkUnless('Windows has no such signals') : checkPrograms;

  const send = ({ child }: Program, { signal, isForAll }: { signal: NodeJS.Signals; isForAll: boolean }): void => {
    const pid = child.pid ?? NaN;
    process.kill(isForAll ? -pid : pid, signal);
  };

  check('a program without a handler dies of the signal at once, and its workers with it, busy or not', async () => {
    await Promise.all(
      signals.map(async (signal) => {
        const doors = await gate();
        const program = start(`
          executor.submit(tasks.passGate, ${doors.port}, 'task');
          ${workers === 'none' ? '' : `executor.submit(life.spinAtGate, ${doors.port});`}`);
        const visitors = await doors.visitors(workers === 'none' ? 1 : 2);
        send(program, signal);
        expect(await program.exit).toEqual([null, signal.signal]);
        await Promise.all(visitors.map(({ left }) => left));
      }),
    );
  });

  check('so does one that is busy itself', async () => {
    const doors = await gate();
    const program = start(`
      executor.submit(tasks.passGate, ${doors.port}, 'task');
      await tasks.passGate(${doors.port}, 'main');
      await life.spinAtGate(${doors.port});`);
    const visitors = await doors.visitors(2);
    visitors.find(({ text }) => text === 'main')?.letIn();
    const spinning = await doors.visitor();
    send(program, { signal: 'SIGINT', isForAll: true });
    expect(await program.exit).toEqual([null, 'SIGINT']);
    await Promise.all([...visitors, spinning].map(({ left }) => left));
  });

  check('a program whose handler aborts its tasks sees them end in good order', async () => {
    await Promise.all(
      signals.slice(0, 3).map(async (signal) => {
        const [doors, finals] = [await gate(), await gate()];
        finals.open();
        const program = start(
          `
          const controller = new AbortController();
          process.on('${signal.signal}', () => controller.abort(new Error('interrupted')));
          const view = executor.with({ signal: controller.signal });
          const futures = [1, 2, 3].map((n) => view.submit(tasks.passGateOrStop, ${doors.port}, 'task'));
          const outcomes = await Promise.allSettled(futures);
          await executor.shutdown();
          console.log(outcomes.map(({ reason }) => reason.code + ' ' + reason.cause.message).join());`,
          `graceMs: 60_000, ${workers === 'none' ? '' : `finalizer: tasks.passGate, initArgs: [${finals.port}, 'final']`}`,
        );
        const visitors = await doors.visitors(2);
        send(program, signal);
        expect(await Promise.all(visitors.map((visitor) => visitor.says()))).toEqual([
          'Error: interrupted',
          'Error: interrupted',
        ]);
        expect(await program.exit).toEqual([0, null]);
        const outcome = 'ERR_CANCELLED interrupted';
        expect(await program.output).toBe(`${outcome},${outcome},${outcome}\n`);
        expect(finals.unmet).toBe(workers === 'none' ? 0 : 2);
      }),
    );
  });

  check(
    'a program whose handler waits for its tasks gets their results; the next signal is its own business',
    async () => {
      const [doors, later] = [await gate(), await gate()];
      const program = start(`
      process.once('SIGINT', () => tasks.passGate(${doors.port}, 'handler'));
      const futures = [1, 2, 3].map((n) => executor.submit(tasks.passGate, ${doors.port}, 'task'));
      console.log((await Promise.all(futures)).join());
      executor.submit(tasks.passGate, ${later.port}, 'more');`);
      await doors.visitors(2);
      send(program, { signal: 'SIGINT', isForAll: true });
      expect((await doors.visitor()).text).toBe('handler'); // and the third task stays pending
      doors.open();
      const more = await later.visitor();
      send(program, { signal: 'SIGINT', isForAll: true });
      expect(await program.exit).toEqual([null, 'SIGINT']);
      expect(await program.output).toBe('task,task,task\n');
      await more.left;
    },
  );
}
