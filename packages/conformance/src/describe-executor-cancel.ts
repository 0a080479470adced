import { asCompleted, wait } from '@heddle/futures';
import { expect } from 'vitest';
import { executorErrors, type ExecutorSubject, failureOf } from './describe-executor-subject.ts';
import { double, passGate } from './tasks.ts';

export function describeCancel({ make, gate, check }: ExecutorSubject): void {
  check('cancel in the same synchronous run as submit is true, on an idle pool too', async () => {
    const executor = make({ maxWorkers: 2 });
    await executor.submit(double, 1); // its worker is up
    const doors = await gate();
    const futures = Array.from({ length: 5 }, () => executor.submit(passGate, doors.port, 'cancelled'));
    expect(futures.map((future) => future.cancel())).toEqual([true, true, true, true, true]);
    const next = executor.submit(passGate, doors.port, 'next');
    expect((await doors.visitor()).text).toBe('next');
    doors.open();
    await next;
    expect(executor.stats()).toMatchObject({ done: 2, cancelled: 5, pending: 0, running: 0 });
  });

  check('cancel of what runs or has finished is false, of what is cancelled true again', async () => {
    const executor = make();
    const doors = await gate();
    const running = executor.submit(passGate, doors.port, 'a');
    const pending = executor.submit(double, 1);
    await doors.visitor();
    expect([running.cancel(), pending.cancel(), pending.cancel()]).toEqual([false, true, true]);
    expect([pending.state, pending.cancelled(), pending.done()]).toEqual(['cancelled', true, true]);
    doors.open();
    expect(await running).toBe('a');
    expect(running.cancel()).toBe(false);
  });

  check('a cancelled future rejects with a CancelledError of its own for each caller', async () => {
    const future = make().submit(double, 1);
    future.cancel();
    const errors = await Promise.all([failureOf(future), failureOf(future.result()), failureOf(future.exception())]);
    for (const error of errors) {
      expect(error).toMatchObject(executorErrors.cancelled);
    }
    expect(errors[1]).not.toBe(errors[2]);
  });

  check('callbacks, wait and asCompleted see a cancel at once', async () => {
    const executor = make();
    const doors = await gate();
    const running = executor.submit(passGate, doors.port, 'a');
    await doors.visitor();
    const future = executor.submit(double, 1);
    const calls: string[] = [];
    future.addDoneCallback(({ state }) => calls.push(state));
    const waiting = wait([future]);
    const next = asCompleted([future]).next();
    future.cancel();
    expect(calls).toEqual(['cancelled']);
    expect((await waiting).done).toEqual(new Set([future]));
    expect((await next).value === future).toBe(true);
    expect(running.running()).toBe(true);
  });
}
