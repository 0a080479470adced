import { asCompleted, wait } from '@heddle/futures';
import { expect } from 'vitest';
import { executorErrors, type ExecutorSubject, failureOf } from './subject.ts';
import { double, echo, passGate, throwRangeError } from '../tasks/basic.ts';

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

  check('what waits for a worker to start can be cancelled, and is not run', async () => {
    const executor = make();
    const doors = await gate();
    const first = executor.submit(passGate, doors.port, 'cancelled');
    await Promise.resolve();
    await Promise.resolve(); // by now it was handed over, if it is to be handed over in this turn
    expect(first.cancel() || first.running()).toBe(true);
    doors.open();
    expect(await executor.submit(double, 21)).toBe(42);
    expect(doors.unmet).toBe(first.cancelled() ? 0 : 1);
  });

  check(
    'what waits for an argument can be cancelled: its argument goes on, and what waits for it is cancelled',
    async () => {
      const executor = make();
      const doors = await gate();
      const argument = executor.submit(passGate, doors.port, 'argument');
      const blocked = executor.submit(echo, argument);
      const behind = executor.submit(echo, blocked);
      const visitor = await doors.visitor();
      expect(blocked.cancel()).toBe(true);
      expect([argument.state, blocked.state, behind.state]).toEqual(['running', 'cancelled', 'cancelled']);
      visitor.letIn();
      expect(await argument).toBe('argument');
      expect(executor.stats()).toMatchObject({ done: 1, cancelled: 2, pending: 0 });
    },
  );

  check('what waits for its next try has begun: it is aborted, not cancelled, and not tried again', async () => {
    const executor = make();
    const backingOff = Promise.withResolvers<void>();
    const future = executor
      .with({
        retries: 3,
        backoff: () => {
          backingOff.resolve();
          return 3_600_000;
        },
      })
      .submit(throwRangeError, 'no');
    await backingOff.promise;
    expect(await executor.submit(double, 21)).toBe(42); // it holds no worker meanwhile
    expect([future.state, future.cancel()]).toEqual(['running', false]);
    expect(future.abort('enough')).toBe(true);
    expect(await failureOf(future)).toMatchObject({ ...executorErrors.cancelled, cause: 'enough' });
    await executor.shutdown();
    expect(executor.stats()).toMatchObject({ done: 1, failed: 0, cancelled: 1, running: 0 });
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
