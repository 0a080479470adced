import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asCompleted, wait } from '@heddle/futures';
import { expect, onTestFinished } from 'vitest';
import { executorErrors, type ExecutorSubject, failureOf } from './subject.ts';
import { describeWorkerEnds } from './worker-ends.ts';
import type { Gate } from '../gate.ts';
import { double, echo, passGate } from '../tasks/basic.ts';
import {
  beTheFirst,
  failAtGate,
  gateVariable,
  note,
  noteAtGate,
  takeNotes,
  throwUndefined,
  workerId,
  workerIdAtGate,
} from '../tasks/life.ts';

export function describeWorkers(subject: ExecutorSubject): void {
  const { make, gate, group, check, checkOnWorkers } = subject;

  group('initializer', () => {
    check('runs before the first task, and may take its time', async () => {
      const doors = await gateInEnvironment(gate);
      const executor = make({ maxWorkers: 1, initializer: noteAtGate });
      const first = executor.submit(takeNotes);
      const cancelled = executor.submit(double, 1);
      const last = executor.submit(takeNotes);
      const visitor = await doors.visitor();
      expect([first, cancelled, last].map(({ state }) => state)).toEqual(['pending', 'pending', 'pending']);
      expect([cancelled.cancel(), cancelled.cancelled()]).toEqual([true, true]);
      visitor.letIn();
      expect(await Promise.all([first, last])).toEqual([[[]], []]); // once, and not for each task
      expect(doors.unmet).toBe(0);
    });

    check('does not run before there is a task', async () => {
      const doors = await gateInEnvironment(gate);
      const executor = make({ initializer: noteAtGate });
      await executor.shutdown();
      expect(doors.unmet).toBe(0);
    });

    check(
      'that fails ends all futures in BrokenExecutor with its error, at once, and later submits throw',
      async () => {
        const doors = await gateInEnvironment(gate);
        const executor = make({ maxWorkers: 1, initializer: failAtGate });
        const first = executor.submit(double, 1);
        const futures = [first, executor.submit(double, 2), executor.submit(double, first)];
        const cancelled = executor.submit(double, 3);
        const [waiting, next] = [wait(futures), asCompleted(futures).next()];
        const map = failureOf(executor.map(double, [1, 2]).toArray());
        const visitor = await doors.visitor();
        cancelled.cancel();
        visitor.letIn();
        expect((await waiting).notDone.size).toBe(0);
        expect((await next).done).toBe(false);
        const failures = [...(await Promise.all(futures.map((future) => failureOf(future)))), await map];
        for (const failure of [...failures, await failureOf(() => executor.submit(double, 1))]) {
          expect(failure).toMatchObject(executorErrors.broken);
          expect((failure as Error).cause).toBeInstanceOf(RangeError);
          expect((failure as Error).cause).toMatchObject({ message: 'no connection' });
        }
        expect(new Set(failures).size).toBe(failures.length); // one error object for each caller
        expect(cancelled.state).toBe('cancelled');
        expect(executor.stats()).toMatchObject({ pending: 0, running: 0, done: 0 });
        await executor.shutdown();
      },
    );

    check('that throws undefined has failed too', async () => {
      const executor = make({ initializer: throwUndefined });
      const error = await executor.submit(double, 1).exception();
      expect(error).toMatchObject(executorErrors.broken);
      expect((error as Error).cause).toBeUndefined();
    });

    checkOnWorkers('runs once in each worker, with initArgs', async () => {
      const doors = await gate();
      const initArgs = [1, 'two', new Map([[3, 4n]])];
      const executor = make({ maxWorkers: 2, initializer: note, initArgs });
      const both = [executor.submit(workerIdAtGate, doors.port), executor.submit(workerIdAtGate, doors.port)];
      await doors.visitors(2);
      doors.open();
      expect(new Set(await Promise.all(both)).size).toBe(2);
      const calls = await Promise.all(Array.from({ length: 20 }, () => executor.submit(takeNotes)));
      const workers = executor.stats().workers;
      expect(calls.flat().length).toBeGreaterThan(0);
      expect(calls.flat()).toEqual(Array.from({ length: Math.min(workers, calls.flat().length) }, () => initArgs));
    });

    checkOnWorkers('that fails in a later worker breaks the pool for what runs elsewhere too', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'heddle-'));
      onTestFinished(() => {
        rmSync(folder, { recursive: true });
      });
      const doors = await gate();
      const executor = make({ maxWorkers: 2, initializer: beTheFirst, initArgs: [join(folder, 'first')] });
      const running = executor.submit(passGate, doors.port, 'runs');
      const visitor = await doors.visitor();
      const next = executor.submit(double, 1);
      for (const error of [await next.exception(), await running.exception()]) {
        expect(error).toMatchObject({ ...executorErrors.broken, cause: { code: 'EEXIST' } });
      }
      await visitor.left;
      await executor.shutdown();
      expect(executor.stats().workers).toBe(0);
    });
  });

  group('finalizer', () => {
    checkOnWorkers('runs in each worker as the pool shuts down, and is waited for', async () => {
      const doors = await gate();
      const finals = await gate();
      const executor = make({ maxWorkers: 2, finalizer: passGate, initArgs: [finals.port, 'final'] });
      const both = [executor.submit(passGate, doors.port, 'a'), executor.submit(passGate, doors.port, 'b')];
      await doors.visitors(2);
      let isOver = false;
      const over = executor.shutdown().then(() => {
        isOver = true;
      });
      expect(finals.unmet).toBe(0);
      doors.open();
      expect(await Promise.all(both)).toEqual(['a', 'b']);
      const [one, other] = await finals.visitors(2);
      one?.letIn();
      await one?.left;
      expect(isOver).toBe(false);
      other?.letIn();
      await over;
      expect(executor.stats().workers).toBe(0);
    });

    checkOnWorkers('that fails ends its worker all the same', async () => {
      const executor = make({ finalizer: throwUndefined });
      expect(await executor.submit(double, 1)).toBe(2);
      await executor.shutdown();
      expect(executor.stats()).toMatchObject({ workers: 0, failed: 0 });
    });
  });

  group('the number of workers', () => {
    checkOnWorkers('grows as they are needed, up to maxWorkers', async () => {
      const executor = make({ maxWorkers: 2 });
      expect(executor.stats()).toMatchObject({ workers: 0, idle: 0 });
      expect(await executor.submit(workerId)).toBe(await executor.submit(workerId));
      expect(executor.stats()).toMatchObject({ workers: 1, idle: 1 });
      const doors = await gate();
      const futures = Array.from({ length: 5 }, (_, n) => executor.submit(passGate, doors.port, `${n}`));
      await doors.visitors(2);
      expect(executor.stats()).toMatchObject({ workers: 2, idle: 0, running: 2, pending: 3 });
      doors.open();
      expect(await Promise.all(futures)).toEqual(['0', '1', '2', '3', '4']);
      expect(executor.stats()).toMatchObject({ workers: 2, idle: 2 });
    });

    checkOnWorkers('with tasksPerWorker, one worker runs so many at once', async () => {
      const executor = make({ maxWorkers: 2, tasksPerWorker: 2 });
      const doors = await gate();
      const futures = Array.from({ length: 5 }, () => executor.submit(workerIdAtGate, doors.port));
      const ids = (await doors.visitors(4)).map(({ text }) => text);
      expect([...Map.groupBy(ids, (id) => id).values()].map(({ length }) => length)).toEqual([2, 2]);
      expect(executor.stats()).toMatchObject({ workers: 2, running: 4, pending: 1 });
      doors.open();
      await wait(futures);
    });

    checkOnWorkers('is that of each pool: two at once have workers of their own', async () => {
      const [one, other] = [make(), make()];
      const ids = await Promise.all([one.submit(workerId), other.submit(workerId)]);
      expect(new Set(ids).size).toBe(2);
      await one.shutdown();
      expect(await other.submit(echo, 'still here')).toBe('still here');
    });
  });

  describeWorkerEnds(subject);
}

/** A gate that an initializer finds: on the event loop it gets no arguments. */
async function gateInEnvironment(gate: () => Promise<Gate>): Promise<Gate> {
  const doors = await gate();
  process.env[gateVariable] = `${doors.port}`;
  onTestFinished(() => {
    delete process.env[gateVariable];
  });
  return doors;
}
