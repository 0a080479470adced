import type { Executor } from '@heddle/futures';
import { expect } from 'vitest';
import { executorErrors, type ExecutorSubject, failureOf } from './subject.ts';
import type { Visitor } from '../gate.ts';
import { double, doubleInside, passGate } from '../tasks/basic.ts';
import { endWorkerAtGate, loopAtGate } from '../tasks/crash.ts';

/** What becomes of the tasks that ran on a worker that died. */
export function describeOnCrash({ make, gate, checkOnWorkers }: ExecutorSubject): void {
  /** One task at the gate that ends its worker as it is let in, `others` beside it on the same worker, and one behind. */
  const scene = async (
    onCrash: 'replace' | 'retry' | 'break',
    others: number,
  ): Promise<{
    executor: Executor;
    ended: ReturnType<Executor['submit']>;
    beside: ReturnType<Executor['submit']>[];
    behind: ReturnType<Executor['submit']>;
    arrivals: () => Promise<Record<string, Visitor>>;
  }> => {
    const executor = make({ onCrash, tasksPerWorker: others + 1 });
    const doors = await gate();
    const ended = executor.submit(endWorkerAtGate, doors.port, 'ends', 'process.exit(3)');
    const beside = Array.from({ length: others }, (_, n) => executor.submit(passGate, doors.port, `beside ${n}`));
    const behind = executor.submit(double, 21);
    const arrivals = async (): Promise<Record<string, Visitor>> =>
      Object.fromEntries((await doors.visitors(others + 1)).map((visitor) => [visitor.text, visitor]));
    return { executor, ended, beside, behind, arrivals };
  };

  for (const others of [0, 2]) {
    const also = others === 0 ? '' : ', and what shared its worker,';

    checkOnWorkers(`onCrash replace: what ran on a worker that died${also} fails; what waited runs`, async () => {
      const { executor, ended, beside, behind, arrivals } = await scene('replace', others);
      (await arrivals())['ends']?.letIn();
      for (const future of [ended, ...beside]) {
        expect(await failureOf(future)).toMatchObject({
          ...executorErrors.crashed,
          message: expect.stringMatching(/exited with code 3$/),
        });
      }
      expect(await behind).toBe(42);
      expect(executor.stats()).toMatchObject({ workers: 1, idle: 1, done: 1, failed: others + 1 });
    });

    checkOnWorkers(`onCrash retry: what ran on a worker that died${also} runs once more, and once only`, async () => {
      const { executor, ended, beside, behind, arrivals } = await scene('retry', others);
      (await arrivals())['ends']?.letIn();
      const again = await arrivals();
      expect([ended, ...beside].map(({ state }) => state)).toEqual(Array(others + 1).fill('running'));
      again['beside 0']?.letIn();
      expect(await beside[0]).toBe(others === 0 ? undefined : 'beside 0');
      again['ends']?.letIn();
      for (const future of [ended, ...beside.slice(1)]) {
        expect(await failureOf(future)).toMatchObject(executorErrors.crashed);
      }
      expect(await behind).toBe(42);
      expect(await executor.submit(double, 1)).toBe(2);
      expect(executor.stats()).toMatchObject({
        workers: 1,
        idle: 1,
        done: others === 0 ? 2 : 3,
        failed: others === 0 ? 1 : others,
      });
    });

    checkOnWorkers(`onCrash break: everything fails${also} now and later`, async () => {
      const { executor, ended, beside, behind, arrivals } = await scene('break', others);
      (await arrivals())['ends']?.letIn();
      for (const future of [ended, ...beside, behind]) {
        expect(await failureOf(future)).toMatchObject({
          ...executorErrors.broken,
          cause: { ...executorErrors.crashed, message: expect.stringMatching(/exited with code 3$/) },
        });
      }
      expect(await failureOf(() => executor.submit(double, 1))).toMatchObject(executorErrors.broken);
      expect(await failureOf(executor.map(double, [1]).toArray())).toMatchObject(executorErrors.broken);
      await executor.shutdown();
      expect(executor.stats()).toEqual({
        workers: 0,
        idle: 0,
        pending: 0,
        running: 0,
        done: 0,
        failed: others + 2,
        cancelled: 0,
      });
    });
  }

  checkOnWorkers('onCrash retry: what is aborted while it runs again is cancelled, and not run again', async () => {
    const { executor, ended, behind, arrivals } = await scene('retry', 0);
    (await arrivals())['ends']?.letIn();
    const { ends } = await arrivals();
    expect(ended.abort('enough')).toBe(true);
    ends?.letIn();
    expect(await failureOf(ended)).toMatchObject({ ...executorErrors.cancelled, cause: 'enough' });
    expect(await behind).toBe(42);
    expect(executor.stats()).toMatchObject({ cancelled: 1, done: 1, failed: 0 });
  });

  checkOnWorkers('onCrash retry: what waited for its own executor as its worker died waits anew', async () => {
    const executor = make({ onCrash: 'retry', graceMs: 0 });
    const doors = await gate();
    const waits = executor.submit(doubleInside, 'await', 1, 21);
    const deaf = executor.submit(loopAtGate, doors.port, 'deaf'); // on the slot that is lent, before the call inside
    await doors.visitor();
    deaf.abort('enough');
    expect(await waits).toBe(42);
    expect(await executor.submit(double, 1)).toBe(2);
    expect(executor.stats()).toMatchObject({ workers: 1, idle: 1, cancelled: 1, pending: 0, running: 0 });
  });

  for (const [onCrash, becomes] of [
    ['replace', 'fails'],
    ['retry', 'runs once more'],
    ['break', 'breaks the pool'],
  ] as const) {
    checkOnWorkers(
      `onCrash ${onCrash}: what shared a worker that was replaced to stop another ${becomes}`,
      async () => {
        const executor = make({ onCrash, tasksPerWorker: 2, graceMs: 0 });
        const doors = await gate();
        const beside = executor.submit(passGate, doors.port, 'beside');
        await doors.visitor();
        const deaf = executor.submit(loopAtGate, doors.port, 'deaf');
        await doors.visitor();
        deaf.abort('enough');
        expect(await failureOf(deaf)).toMatchObject({ ...executorErrors.cancelled, cause: 'enough' });
        switch (onCrash) {
          case 'replace':
            expect(await failureOf(beside)).toMatchObject({
              ...executorErrors.crashed,
              message: expect.stringMatching(/passGate .*replaced to stop another task/),
            });
            expect(await executor.submit(double, 21)).toBe(42);
            break;
          case 'retry':
            (await doors.visitor()).letIn();
            expect(await beside).toBe('beside');
            break;
          case 'break':
            expect(await failureOf(beside)).toMatchObject(executorErrors.broken);
            expect(await failureOf(() => executor.submit(double, 1))).toMatchObject(executorErrors.broken);
        }
        expect(executor.stats()).toMatchObject({ cancelled: 1, pending: 0, running: 0 });
      },
    );
  }
}
