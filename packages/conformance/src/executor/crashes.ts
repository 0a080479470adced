import { Future, wait } from '@heddle/futures';
import { expect } from 'vitest';
import { describeCrossing } from './crossing.ts';
import { describeOnCrash } from './on-crash.ts';
import { describeStarting } from './starting.ts';
import { executorErrors, type ExecutorSubject, failureOf, until } from './subject.ts';
import { double, passGate } from '../tasks/basic.ts';
import {
  type End,
  endWorker,
  endWorkerLater,
  fillMemory,
  flood,
  hangUp,
  overflowStack,
  takeListenersOff,
  takeSendAway,
  whichWorker,
  endWorkerIf,
} from '../tasks/crash.ts';

/** How each end is told, and what the error's `cause` is, where there is one. */
const ends: Record<End, { readonly story: RegExp; readonly cause?: object | undefined }> = {
  'process.exit(0)': { story: /exited with code 0$/ },
  'process.exit(3)': { story: /exited with code 3$/ },
  'process.abort()': { story: /was killed by SIGABRT$/ },
  SIGKILL: { story: /was killed by SIGKILL$/ },
  'an error from a timer': {
    story: /exited with code 1 .*from a timer/,
    cause: { name: 'RangeError', message: 'from a timer', code: 'ERR_OF_THE_TEST' },
  },
  'an undefined from a timer': { story: /exited with code 1 .*undefined/, cause: undefined },
  'a rejection that nobody handles': {
    story: /exited with code 1 .*nobody handles it/,
    cause: { name: 'RangeError', message: 'nobody handles it' },
  },
};

export function describeCrashes(subject: ExecutorSubject): void {
  const { make, share, gate, check, checkOnWorkers, checkOnProcesses } = subject;
  const shared = share();

  for (const [how, { story, ...ending }] of Object.entries(ends) as [End, (typeof ends)[End]][]) {
    const isOfProcesses = how === 'process.abort()' || how === 'SIGKILL';
    (isOfProcesses ? checkOnProcesses : checkOnWorkers)(`${how} fails what runs, and the pool goes on`, async () => {
      const executor = shared();
      const before = executor.stats();
      const [ended, next] = [executor.submit(endWorker, how), executor.submit(whichWorker)];
      const error = (await failureOf(ended)) as Error;
      expect(error).toMatchObject({ ...executorErrors.crashed, message: expect.stringMatching(story) });
      expect(error.message).toMatch(/endWorker .*worker (thread|process) \d+/);
      expect(Object.hasOwn(error, 'cause')).toBe('cause' in ending);
      if (ending.cause === undefined) {
        expect(error.cause).toBeUndefined();
      } else {
        expect(error.cause).toBeInstanceOf(RangeError);
        expect(error.cause).toMatchObject(ending.cause);
      }
      expect(await executor.submit(whichWorker)).toBe(await next);
      expect(executor.stats()).toEqual({
        ...before,
        workers: 1,
        idle: 1,
        failed: before.failed + 1,
        done: before.done + 2,
      });
    });
  }

  checkOnWorkers('a worker that runs out of memory fails what runs, and the pool goes on', async () => {
    const executor = make({ memoryMb: 32 });
    expect(await failureOf(executor.submit(fillMemory))).toMatchObject(executorErrors.crashed);
    expect(await executor.submit(double, 21)).toBe(42);
    expect(executor.stats()).toMatchObject({ workers: 1, idle: 1, failed: 1, done: 1 });
  });

  check('a task that overflows the stack fails with a RangeError, and its worker lives on', async () => {
    const executor = shared();
    const worker = await executor.submit(whichWorker);
    for (let time = 0; time < 3; time += 1) {
      const error = await failureOf(executor.submit(overflowStack));
      expect(error).toBeInstanceOf(RangeError);
      expect(error).toMatchObject({ name: 'RangeError', message: expect.stringMatching(/call stack/) });
    }
    expect(await executor.submit(whichWorker)).toBe(worker);
  });

  for (const how of ['process.exit(3)', 'an error from a timer', 'a rejection that nobody handles'] as const) {
    checkOnWorkers(`${how}, after its task had returned, fails what runs there now`, async () => {
      const executor = shared();
      const doors = await gate();
      expect(await executor.submit(endWorkerLater, doors.port, how)).toBe('returned');
      const later = await doors.visitor();
      const innocent = executor.submit(passGate, doors.port, 'innocent');
      expect((await doors.visitor()).text).toBe('innocent');
      later.letIn();
      const error = (await failureOf(innocent)) as Error;
      expect(error).toMatchObject({ ...executorErrors.crashed, message: expect.stringMatching(ends[how].story) });
      expect(error.message).toContain('passGate');
      expect(await executor.submit(double, 21)).toBe(42);
    });

    checkOnWorkers(`${how}, on an idle worker, harms nobody`, async () => {
      const executor = shared();
      const before = executor.stats();
      const doors = await gate();
      await executor.submit(endWorkerLater, doors.port, how);
      (await doors.visitor()).letIn();
      await until(() => executor.stats().workers === 0);
      expect(await executor.submit(double, 21)).toBe(42);
      expect(executor.stats()).toEqual({ ...before, workers: 1, idle: 1, done: before.done + 2 });
    });
  }

  checkOnWorkers('a worker that dies fails only what ran there', async () => {
    const executor = make({ maxWorkers: 2 });
    const doors = await gate();
    const elsewhere = executor.submit(passGate, doors.port, 'elsewhere');
    await doors.visitor();
    const input = new Future<number>();
    const blocked = executor.submit(double, input);
    const ended = executor.submit(endWorker, 'process.exit(3)');
    const pending = [1, 2, 3].map((n) => executor.submit(double, n));
    expect(await failureOf(ended)).toMatchObject(executorErrors.crashed);
    expect(await Promise.all(pending)).toEqual([2, 4, 6]);
    expect([elsewhere.state, blocked.state]).toEqual(['running', 'pending']);
    doors.open();
    input.setResult(21);
    expect(await Promise.all([elsewhere, blocked])).toEqual(['elsewhere', 42]);
    expect(executor.stats()).toEqual({ workers: 2, idle: 2, pending: 0, running: 0, done: 5, failed: 1, cancelled: 0 });
  });

  checkOnWorkers('what is cancelled while its worker dies stays cancelled, and is not run', async () => {
    const executor = shared();
    const doors = await gate();
    const ended = executor.submit(endWorker, 'process.exit(3)');
    const pending = executor.submit(passGate, doors.port, 'cancelled');
    ended.addDoneCallback(() => pending.cancel());
    await wait([ended, pending]);
    expect([ended.state, pending.state]).toEqual(['finished', 'cancelled']);
    await failureOf(ended);
    expect(await executor.submit(double, 21)).toBe(42);
    expect(doors.unmet).toBe(0);
  });

  checkOnWorkers('an item whose worker dies fails in its place, and the map goes on where it is settled', async () => {
    const executor = shared();
    const hows = [undefined, 'process.exit(3)', undefined] as const;
    for (const chunkSize of [1, 3]) {
      const results = await executor.map(endWorkerIf, [...hows, undefined], { chunkSize, settled: true }).toArray();
      expect(results.map(({ status }) => status)).toEqual(
        chunkSize === 1
          ? ['fulfilled', 'rejected', 'fulfilled', 'fulfilled']
          : ['rejected', 'rejected', 'rejected', 'fulfilled'], // they travelled together
      );
      expect(results[1]).toMatchObject({ reason: executorErrors.crashed });
    }
    expect(await failureOf(executor.map(endWorkerIf, hows).toArray())).toMatchObject(executorErrors.crashed);
    expect(await executor.submit(double, 21)).toBe(42);
  });

  checkOnWorkers(
    'what a task says for itself over the channel of its worker is not taken for the word of the worker',
    async () => {
      const executor = shared();
      const worker = await executor.submit(whichWorker);
      expect(await executor.submit(flood, 4_000)).toBe('said');
      expect(await executor.submit(double, 21)).toBe(42);
      expect(await executor.submit(whichWorker)).toBe(worker);
    },
  );

  for (const of of ['messages', 'everything'] as const) {
    checkOnWorkers(`a task that takes off the listeners of its worker, for ${of}, does not cut it off`, async () => {
      const executor = make();
      expect(await executor.submit(takeListenersOff, of)).toBe('off');
      expect(await executor.map(double, [1, 2, 3]).toArray()).toEqual([2, 4, 6]);
      const ended = executor.submit(endWorker, 'process.exit(3)');
      expect(await failureOf(ended)).toMatchObject(executorErrors.crashed);
      expect(await executor.submit(double, 21)).toBe(42);
    });
  }

  checkOnProcesses('a task that takes process.send away does not cut its worker off', async () => {
    const executor = make();
    expect(await executor.submit(takeSendAway)).toBe('taken');
    expect(await executor.map(double, [1, 2, 3]).toArray()).toEqual([2, 4, 6]);
  });

  checkOnWorkers(
    'a task that closes the channel of its worker ends, well or by a crash, and the pool goes on',
    async () => {
      const executor = make();
      const future = executor.submit(hangUp);
      await wait([future]);
      if ((await future.exception()) !== undefined) {
        expect(await failureOf(future)).toMatchObject(executorErrors.crashed);
        await until(() => executor.stats().workers === 0);
      }
      expect(await executor.map(double, [1, 2, 3]).toArray()).toEqual([2, 4, 6]);
      expect(executor.stats()).toMatchObject({ workers: 1, idle: 1 });
    },
  );

  describeOnCrash(subject);
  describeCrossing(subject, shared);
  describeStarting(subject, shared);
}
