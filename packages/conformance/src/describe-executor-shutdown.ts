import { asCompleted, type Future, wait } from '@heddle/futures';
import { expect } from 'vitest';
import { executorErrors, type ExecutorSubject, failureOf } from './describe-executor-subject.ts';
import { double, passGate, shutDownInside, submitInside, throwRangeError } from './tasks.ts';

export function describeShutdown({ make, gate, check }: ExecutorSubject): void {
  check('shutdown waits for what runs and for what is pending', async () => {
    const executor = make();
    const doors = await gate();
    const futures = ['a', 'b'].map((text) => executor.submit(passGate, doors.port, text));
    await doors.visitor();
    let isOver = false;
    const over = executor.shutdown().then(() => {
      isOver = true;
    });
    expect(await failureOf(() => executor.submit(double, 1))).toMatchObject(executorErrors.shutdown);
    expect(futures.map(({ state }) => state)).toEqual(['running', 'pending']);
    expect(isOver).toBe(false);
    doors.open();
    await over;
    expect(futures.map(({ state }) => state)).toEqual(['finished', 'finished']);
  });

  check('shutdown without wait resolves at once, and the tasks still end', async () => {
    const executor = make();
    const doors = await gate();
    const futures = ['a', 'b'].map((text) => executor.submit(passGate, doors.port, text));
    await doors.visitor();
    await executor.shutdown({ wait: false });
    expect(futures.map(({ state }) => state)).toEqual(['running', 'pending']);
    doors.open();
    expect(await Promise.all(futures)).toEqual(['a', 'b']);
  });

  check('cancelFutures cancels what has not started, and whoever waits sees it at once', async () => {
    const executor = make();
    const doors = await gate();
    const running = executor.submit(passGate, doors.port, 'a');
    await doors.visitor();
    const pending = [executor.submit(double, 1), executor.submit(double, 2)];
    const waiting = wait(pending);
    const next = asCompleted(pending).next();
    const over = executor.shutdown({ cancelFutures: true });
    expect(pending.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect((await waiting).notDone.size).toBe(0);
    expect((await next).done).toBe(false);
    expect(running.state).toBe('running');
    doors.open();
    await over;
    expect(await running).toBe('a');
  });

  check('shutdown again, and of an idle pool, resolves; what finished keeps its outcome', async () => {
    const executor = make();
    const done = executor.submit(double, 21);
    const failed = executor.submit(throwRangeError, 'no');
    await wait([done, failed]);
    await executor.shutdown();
    await executor.shutdown({ cancelFutures: true });
    await executor[Symbol.asyncDispose]();
    expect(await done).toBe(42);
    expect(await failed.exception()).toBeInstanceOf(RangeError);
    await make().shutdown();
  });

  check('await using shuts down and waits', async () => {
    let future: Future<string>;
    {
      await using executor = make();
      const doors = await gate();
      future = executor.submit(passGate, doors.port, 'a');
      doors.open();
    }
    expect(future.state).toBe('finished');
  });

  check('map of an executor that is shut down rejects the first next, or throws', async () => {
    const executor = make();
    await executor.shutdown();
    expect(await failureOf(executor.map(double, [1]).toArray())).toMatchObject(executorErrors.shutdown);
  });

  check('shutdown inside one of its own tasks waits for the others', async () => {
    const executor = make({ maxWorkers: 2 });
    const doors = await gate();
    const inside = executor.submit(shutDownInside, doors.port);
    const other = executor.submit(passGate, doors.port, 'other');
    const visitors = await doors.visitors(2);
    visitors.find(({ text }) => text === 'shuts down')?.letIn();
    visitors.find(({ text }) => text === 'other')?.letIn();
    expect(await inside).toBe('shut down');
    expect(other.state).toBe('finished');
    await executor.shutdown();
  });

  check('two tasks that shut their executor down do not wait for each other', async () => {
    const executor = make({ maxWorkers: 2 });
    const doors = await gate();
    const both = [executor.submit(shutDownInside, doors.port), executor.submit(shutDownInside, doors.port)];
    await doors.visitors(2);
    doors.open();
    expect(await Promise.all(both)).toEqual(['shut down', 'shut down']);
  });

  check('after shutdown a running task cannot submit', async () => {
    const executor = make();
    const doors = await gate();
    const inside = executor.submit(submitInside, doors.port);
    await doors.visitor();
    const over = executor.shutdown();
    doors.open();
    expect(await inside).toBe('ERR_EXECUTOR_SHUTDOWN');
    await over;
  });
}
