import type { Executor } from '@heddle/futures';
import { expect } from 'vitest';
import { executorErrors, type ExecutorSubject, failureOf, until } from './subject.ts';
import { add, double, passGate } from '../tasks/basic.ts';
import {
  note,
  noteAtGate,
  spinAtGate,
  stayConnected,
  takeNotes,
  workerId,
  workerIdAtGate,
  workerIdAtTry,
  workerIdFor,
  workerIdsInside,
} from '../tasks/life.ts';

/** How workers end before their pool does: used up, idle, or by force. */
export function describeWorkerEnds({ make, gate, group, checkOnWorkers }: ExecutorSubject): void {
  group('maxTasksPerChild', () => {
    checkOnWorkers('replaces a worker after so many tasks', async () => {
      const executor = make({ maxTasksPerChild: 2, initializer: note, initArgs: ['hello'] });
      const ids = await Promise.all(Array.from({ length: 3 }, () => executor.submit(workerId)));
      expect(ids.map((id) => ids.indexOf(id))).toEqual([0, 0, 2]);
      expect(await executor.submit(takeNotes)).toEqual([['hello']]);
    });

    checkOnWorkers('1 gives each task a worker of its own, and a chunk of a map counts as one', async () => {
      const executor = make({ maxTasksPerChild: 1 });
      const ids = await executor.map(workerIdFor, [1, 2, 3], { chunkSize: 2 }).toArray();
      expect(ids.map((id) => ids.indexOf(id))).toEqual([0, 0, 2]);
    });

    checkOnWorkers('counts each try', async () => {
      const doors = await gate();
      doors.open();
      const executor = make({ maxTasksPerChild: 1 });
      const id = await executor.with({ retries: 1, backoff: 0 }).submit(workerIdAtTry, doors.port, 2);
      const [first, second] = await doors.visitors(2);
      expect([first?.text === id, second?.text]).toEqual([false, id]);
    });

    checkOnWorkers('ends the worker in good order, and there are never more workers than maxWorkers', async () => {
      const finals = await gate();
      const executor = make({ maxTasksPerChild: 1, finalizer: passGate, initArgs: [finals.port, 'final'] });
      expect(await executor.submit(double, 1)).toBe(2);
      const next = executor.submit(double, 2);
      const visitor = await finals.visitor();
      expect([next.state, executor.stats().workers]).toEqual(['pending', 1]);
      visitor.letIn();
      expect(await next).toBe(4);
      const over = executor.shutdown(); // while the second one ends
      (await finals.visitor()).letIn();
      await over;
      expect([finals.unmet, executor.stats().workers]).toEqual([0, 0]);
    });

    checkOnWorkers('ends a worker that runs several only once all of them have ended', async () => {
      const executor = make({ tasksPerWorker: 2, maxTasksPerChild: 2 });
      const doors = await gate();
      const futures = Array.from({ length: 3 }, () => executor.submit(workerIdAtGate, doors.port));
      const [one, other] = await doors.visitors(2);
      one?.letIn();
      await Promise.race(futures);
      expect(executor.stats()).toMatchObject({ workers: 1, running: 1, pending: 1 });
      other?.letIn();
      const third = await doors.visitor();
      expect([other?.text, third.text === one?.text]).toEqual([one?.text, false]);
      expect(executor.stats()).toMatchObject({ workers: 1, running: 1 });
      doors.open();
      await Promise.all(futures);
    });

    checkOnWorkers('leaves room for the tasks that its tasks wait for', async () => {
      const executor = make({ maxTasksPerChild: 1 });
      const ids = await executor.submit(workerIdsInside, 2);
      expect(new Set(ids).size).toBe(3);
    });
  });

  group('idleTimeout', () => {
    checkOnWorkers('ends a worker that has nothing to do in good order; the next task starts another', async () => {
      const finals = await gate();
      const executor = make({ idleTimeout: 0, finalizer: passGate, initArgs: [finals.port, 'final'] });
      const first = await executor.submit(workerId);
      (await finals.visitor()).letIn();
      await until(() => executor.stats().workers === 0);
      const second = await executor.submit(workerId);
      expect(second).not.toBe(first);
      finals.open();
    });

    checkOnWorkers('leaves alone those that run something', async () => {
      const doors = await gate();
      const executor = make({ maxWorkers: 2, idleTimeout: 0, initializer: note, initArgs: ['hello'] });
      const [a, b] = [executor.submit(workerIdAtGate, doors.port), executor.submit(workerIdAtGate, doors.port)];
      const [one, other] = await doors.visitors(2);
      one?.letIn();
      await until(() => executor.stats().workers === 1);
      expect(executor.stats()).toMatchObject({ idle: 0, running: 1 });
      const notes = await executor.submit(takeNotes); // on a new one
      expect(notes).toEqual([['hello']]);
      other?.letIn();
      expect(new Set(await Promise.all([a, b])).size).toBe(2);
      await until(() => executor.stats().workers === 0);
    });

    checkOnWorkers('loses no task that comes as a worker is let go', async () => {
      const executor = make({ maxWorkers: 2, idleTimeout: 0 });
      for (let n = 0; n <= 6; n += 1) {
        expect(await executor.submit(double, n)).toBe(2 * n);
        // After ever more turns: before the worker is let go, while it ends, and after that.
        for (let turns = 0; turns < 4 ** n; turns += 1) {
          await turn();
        }
      }
    });

    checkOnWorkers('Infinity keeps a worker, and a long one does too', async () => {
      for (const idleTimeout of [Infinity, 2 ** 40]) {
        const executor = make({ idleTimeout });
        const id = await executor.submit(workerId);
        await turn(); // one that fires at once would fire by now
        await turn();
        expect(await executor.submit(workerId)).toBe(id);
        expect(executor.stats()).toMatchObject({ workers: 1, idle: 1 });
      }
    });
  });

  for (const method of ['terminateWorkers', 'killWorkers'] as const) {
    const end = (executor: Executor): Promise<void> =>
      (executor as unknown as Record<typeof method, () => Promise<void>>)[method]();

    group(method, () => {
      checkOnWorkers(`${method} fails what runs, cancels what is pending, and shuts the pool down`, async () => {
        const [doors, finals] = [await gate(), await gate()];
        const executor = make({
          maxWorkers: 2,
          onCrash: 'retry',
          finalizer: passGate,
          initArgs: [finals.port, 'final'],
        });
        const running = [executor.submit(passGate, doors.port, 'waits'), executor.submit(spinAtGate, doors.port)];
        const visitors = await doors.visitors(2);
        const pending = [executor.submit(double, 1), executor.submit(add, 1, executor.submit(double, 2))];
        const over = end(executor);
        expect(pending.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
        expect(await failureOf(() => executor.submit(double, 1))).toMatchObject(executorErrors.shutdown);
        for (const future of running) {
          expect(await failureOf(future)).toMatchObject(executorErrors.crashed);
        }
        await Promise.all(visitors.map(({ left }) => left));
        await over;
        expect(executor.stats()).toMatchObject({ workers: 0, running: 0, pending: 0, failed: 2, cancelled: 3 });
        expect(finals.unmet).toBe(0); // they did not end in good order
        await executor.shutdown();
      });

      checkOnWorkers(`${method} works while workers start`, async () => {
        const executor = make({ maxWorkers: 2, initializer: noteAtGate });
        const futures = [1, 2, 3].map((n) => executor.submit(double, n));
        await until(() => executor.stats().workers > 0);
        await end(executor);
        expect(futures.map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
        expect(executor.stats().workers).toBe(0);
      });

      checkOnWorkers(
        `${method} works on a pool that is idle, that was never used, and that was ended already`,
        async () => {
          const doors = await gate();
          const [used, unused] = [make(), make()];
          await used.submit(stayConnected, doors.port, 'here');
          const visitor = await doors.visitor();
          await Promise.all([end(used), end(unused)]);
          await visitor.left;
          expect([used.stats().workers, unused.stats().workers]).toEqual([0, 0]);
          await Promise.all([end(used), end(unused), used.shutdown()]);
        },
      );

      checkOnWorkers(`${method} twice at once, and while the pool shuts down`, async () => {
        const doors = await gate();
        const executor = make();
        const running = executor.submit(spinAtGate, doors.port);
        await doors.visitor();
        await Promise.all([executor.shutdown(), end(executor), end(executor)]);
        expect(await failureOf(running)).toMatchObject(executorErrors.crashed);
        expect(executor.stats().workers).toBe(0);
      });
    });
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
