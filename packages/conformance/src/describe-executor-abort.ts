import { expect } from 'vitest';
import { executorErrors, type ExecutorSubject, failureOf } from './describe-executor-subject.ts';
import { double, passGate, passGateOrStop } from './tasks.ts';

export function describeAbort({ make, gate, check }: ExecutorSubject): void {
  check('abort of a pending task is a cancel with a cause', async () => {
    const executor = make();
    const future = executor.submit(double, 1);
    const reason = new Error('changed my mind');
    expect(future.abort(reason)).toBe(true);
    expect(future.state).toBe('cancelled');
    expect(await failureOf(future)).toMatchObject({ ...executorErrors.cancelled, cause: reason });
    expect(future.abort()).toBe(false);
    expect(executor.stats()).toMatchObject({ cancelled: 1 });
  });

  check('abort of a running task settles its future at once and tells the task', async () => {
    const executor = make();
    const doors = await gate();
    const future = executor.submit(passGateOrStop, doors.port, 'a');
    const visitor = await doors.visitor();
    const reason = new RangeError('the user left');
    expect(future.abort(reason)).toBe(true);
    expect([future.state, future.abort(), future.cancel()]).toEqual(['cancelled', false, true]);
    expect(await failureOf(future)).toMatchObject({ ...executorErrors.cancelled, cause: reason });
    expect(await visitor.says()).toBe('RangeError: the user left');
    expect(await executor.submit(double, 21)).toBe(42);
    expect(executor.stats()).toMatchObject({ done: 1, failed: 0, cancelled: 1, running: 0 });
  });

  check('the slot of an aborted task stays taken until the task ends', async () => {
    const executor = make({ graceMs: 60_000 });
    const doors = await gate();
    const deaf = executor.submit(passGate, doors.port, 'deaf');
    const visitor = await doors.visitor();
    deaf.abort();
    const next = executor.submit(passGate, doors.port, 'next');
    expect(executor.stats()).toMatchObject({ pending: 1, running: 0, idle: 0 });
    visitor.letIn();
    expect((await doors.visitor()).text).toBe('next');
    doors.open();
    expect(await next).toBe('next');
    expect(deaf.cancelled()).toBe(true);
  });

  check('a task that does not end within the grace gives its slot up all the same', async () => {
    const executor = make({ graceMs: 10 });
    const doors = await gate();
    const deaf = executor.submit(passGate, doors.port, 'deaf');
    await doors.visitor(); // and it is never let in
    deaf.abort();
    expect(await executor.submit(double, 21)).toBe(42);
    expect(executor.stats()).toMatchObject({ done: 1, cancelled: 1 });
  });

  check('the signal of a view aborts what is pending and what runs', async () => {
    const executor = make();
    const doors = await gate();
    const controller = new AbortController();
    const view = executor.with({ signal: controller.signal });
    const running = view.submit(passGateOrStop, doors.port, 'a');
    const pending = view.submit(double, 1);
    const other = executor.submit(double, 21);
    const visitor = await doors.visitor();
    const reason = new Error('all of it');
    controller.abort(reason);
    expect([running.state, pending.state, other.state]).toEqual(['cancelled', 'cancelled', 'pending']);
    expect(await failureOf(running)).toMatchObject({ ...executorErrors.cancelled, cause: reason });
    expect(await visitor.says()).toBe('Error: all of it');
    expect(await other).toBe(42);
    const late = view.submit(double, 1);
    expect(late.state).toBe('cancelled');
    expect(await failureOf(late)).toMatchObject({ ...executorErrors.cancelled, cause: reason });
  });
}
