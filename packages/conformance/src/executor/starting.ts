import type { Executor, TaskInfo } from '@heddle/futures';
import { expect, onTestFinished, vi } from 'vitest';
import { executorErrors, type ExecutorSubject, failureOf, until } from './subject.ts';
import { double, waitForNothing } from '../tasks/basic.ts';
import { exitHook, failHook, taskOf, taskOfNoModule, whichWorker } from '../tasks/crash.ts';

/** Modules that cannot be imported, initializers and finalizers that fail, and such as never end. */
export function describeStarting(subject: ExecutorSubject, shared: () => Executor): void {
  const { make, gate, check, checkOnWorkers } = subject;

  for (const [what, makeTask, error] of [
    ['throws', () => taskOf("throw new RangeError('of the module')"), { name: 'RangeError', message: 'of the module' }],
    ['throws undefined', () => taskOf('throw undefined'), undefined],
    ['has a syntax error', () => taskOf('this is no module'), { name: 'SyntaxError' }],
    ['does not exist', () => taskOfNoModule(), { code: 'ERR_MODULE_NOT_FOUND' }],
    [
      'makes no such task',
      () => taskOf('export {}'),
      { name: 'TypeError', message: expect.stringContaining('"work"') },
    ],
  ] as const) {
    checkOnWorkers(`a task whose module ${what} fails, each time, and its worker lives on`, async () => {
      const executor = shared();
      const worker = await executor.submit(whichWorker);
      const work = makeTask();
      for (let time = 0; time < 2; time += 1) {
        const failure = await failureOf(submitTask(executor, work));
        if (error === undefined) {
          expect(failure).toBeUndefined();
        } else {
          expect(failure).toMatchObject(error);
        }
      }
      expect(await executor.submit(whichWorker)).toBe(worker);
    });
  }

  checkOnWorkers('a task whose module ends its worker fails, and the pool goes on', async () => {
    const executor = shared();
    const work = taskOf('process.exit(3)');
    for (let time = 0; time < 2; time += 1) {
      expect(await failureOf(submitTask(executor, work))).toMatchObject({
        ...executorErrors.crashed,
        message: expect.stringMatching(/exited with code 3$/),
      });
    }
    expect(await executor.submit(double, 21)).toBe(42);
  });

  checkOnWorkers('a task whose module is never through can be aborted, and times out', async () => {
    const executor = make({ graceMs: 0 });
    const doors = await gate();
    const source = `
      import { connect } from 'node:net';
      connect(${doors.port}, '127.0.0.1').unref().write('imports\\n');
      await new Promise(() => {});
    `;
    const aborted = submitTask(executor, taskOf(source));
    await doors.visitor();
    aborted.abort('enough');
    expect(await failureOf(aborted)).toMatchObject({ ...executorErrors.cancelled, cause: 'enough' });
    const late = submitTask(executor.with({ timeout: 1 }), taskOf(source));
    expect(await failureOf(late)).toMatchObject(executorErrors.timeout);
    expect(await executor.submit(double, 21)).toBe(42);
  });

  checkOnWorkers('a task does not run before its module is through', async () => {
    const executor = make({ tasksPerWorker: 2 });
    const doors = await gate();
    const work = taskOf(`
      import { connect } from 'node:net';
      const socket = connect(${doors.port}, '127.0.0.1').unref();
      socket.write('imports\\n');
      const url = import.meta.url;
      globalThis[Symbol.for('heddle.tasks')].set(url + '#work', { fn: () => ready, origin: import.meta });
      await new Promise((resolve) => socket.once('data', resolve));
      const ready = 'ready';
    `);
    const futures = [submitTask(executor, work)];
    const visitor = await doors.visitor();
    futures.push(submitTask(executor, work));
    await until(() => futures[1]?.running() === true);
    visitor.letIn();
    expect(await Promise.all(futures)).toEqual(['ready', 'ready']);
  });

  check('an initializer that throws breaks the pool, with the cause, now and later', async () => {
    const executor = make({ maxWorkers: 2, initializer: failHook });
    const futures = [1, 2, 3].map((n) => executor.submit(double, n));
    const cancelled = executor.submit(double, 4);
    expect(cancelled.cancel()).toBe(true);
    for (const future of futures) {
      expect(await failureOf(future)).toMatchObject({
        ...executorErrors.broken,
        cause: { name: 'RangeError', message: 'no connection', code: 'ERR_OF_THE_TEST' },
      });
    }
    expect(await failureOf(() => executor.submit(double, 1))).toMatchObject(executorErrors.broken);
    expect(cancelled.state).toBe('cancelled');
    await executor.shutdown();
    expect(executor.stats()).toMatchObject({ pending: 0, running: 0, done: 0, failed: 3, cancelled: 1 });
  });

  checkOnWorkers('workers that die again and again as they start break the pool, with the cause', async () => {
    for (const onCrash of ['replace', 'retry', 'break'] as const) {
      const executor = make({ maxWorkers: 2, initializer: exitHook, onCrash });
      const futures = [1, 2, 3].map((n) => executor.submit(double, n));
      for (const future of futures) {
        expect(await failureOf(future)).toMatchObject({
          ...executorErrors.broken,
          cause: { ...executorErrors.crashed, message: expect.stringMatching(/exited with code 7/) },
        });
      }
      expect(await failureOf(() => executor.submit(double, 1))).toMatchObject(executorErrors.broken);
      await executor.shutdown();
      expect(executor.stats()).toMatchObject({ pending: 0, running: 0, failed: 3 });
    }
  });

  check('what waits for an initializer that never ends can be cancelled and aborted', async () => {
    const executor = make({ maxWorkers: 2, initializer: waitForNothing });
    const controller = new AbortController();
    const [cancelled, aborted] = [executor.submit(double, 1), executor.submit(double, 2)];
    const signalled = executor.with({ signal: controller.signal }).submit(double, 3);
    const left = executor.submit(double, 4);
    await new Promise(setImmediate); // they were handed to a worker that starts
    expect(left.state).toBe('pending');
    expect([cancelled.cancel(), aborted.abort('enough')]).toEqual([true, true]);
    controller.abort('too late');
    expect(await failureOf(cancelled)).toMatchObject(executorErrors.cancelled);
    expect(await failureOf(aborted)).toMatchObject({ ...executorErrors.cancelled, cause: 'enough' });
    expect(await failureOf(signalled)).toMatchObject({ ...executorErrors.cancelled, cause: 'too late' });
    expect(left.state).toBe('pending');
    await executor.shutdown({ cancelFutures: true });
    expect(left.state).toBe('cancelled');
    expect(executor.stats()).toMatchObject({ pending: 0, running: 0, cancelled: 4 });
  });

  for (const [what, finalizer] of [
    ['throws', failHook],
    ['ends its worker', exitHook],
  ] as const) {
    checkOnWorkers(`a finalizer that ${what} changes nothing for the pool`, async () => {
      const executor = make({ finalizer, onCrash: 'break' });
      expect(await executor.submit(double, 21)).toBe(42);
      await executor.shutdown();
      expect(executor.stats()).toMatchObject({ workers: 0, done: 1, failed: 0 });
    });
  }

  checkOnWorkers('a finalizer that never ends holds the shutdown up for a while, not for ever', async () => {
    const executor = make({ finalizer: waitForNothing });
    expect(await executor.submit(double, 21)).toBe(42);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const over = executor.shutdown();
    await vi.advanceTimersByTimeAsync(3_600_000);
    await over;
    expect(executor.stats()).toMatchObject({ workers: 0, done: 1 });
  });
}

/** Whatever the executor, this task is one that its workers are to import. */
function submitTask(executor: Executor, work: (() => unknown) & TaskInfo): ReturnType<Executor['submit']> {
  return executor.submit(work);
}
