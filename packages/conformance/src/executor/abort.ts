import { getEventListeners } from 'node:events';
import { Future } from '@heddle/futures';
import { expect, onTestFinished } from 'vitest';
import { executorErrors, type ExecutorSubject, failureOf, until } from './subject.ts';
import { double, passGate, passGateOrStop, waitForNothing } from '../tasks/basic.ts';
import {
  countBegun,
  endTogether,
  loopAtGate,
  tellReason,
  tellReasonAs,
  waitForInner,
  whichWorker,
} from '../tasks/crash.ts';

export function describeAbort({ make, share, gate, check, checkOnWorkers, workers }: ExecutorSubject): void {
  const shared = share();

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

  check('a task that listens ends in its own time, and keeps its worker, whatever it answers', async () => {
    const executor = shared();
    const doors = await gate();
    const worker = await executor.submit(whichWorker);
    const future = executor.submit(tellReason, doors.port, 'a');
    const visitor = await doors.visitor();
    expect(future.abort('enough')).toBe(true);
    expect(await visitor.says()).toBe("'enough'");
    expect(await executor.submit(whichWorker)).toBe(worker);
    expect(future.state).toBe('cancelled');
    expect(executor.stats()).toMatchObject({ idle: executor.stats().workers, pending: 0, running: 0 });
  });

  check('any reason arrives at the task, and where there is none, a CancelledError', async () => {
    const executor = shared();
    const doors = await gate();
    const symbol = Symbol('stop');
    for (const [reason, said] of [
      [undefined, /^CancelledError: /],
      [null, /^null$/],
      [0, /^0$/],
      [{ status: 1 }, /^\{ status: 1 \}$/],
      [new DOMException('too slow', 'TimeoutError'), /^TimeoutError: too slow$/],
      [symbol, /Symbol\(stop\)/],
      [() => 1, /\[Function/],
      [new SharedArrayBuffer(8), /SharedArrayBuffer/],
    ] as const) {
      const future = executor.submit(tellReason, doors.port, 'a');
      const visitor = await doors.visitor();
      expect(future.abort(reason)).toBe(true);
      expect(await visitor.says()).toMatch(said);
      expect(((await failureOf(future)) as Error).cause).toBe(reason);
    }
    expect(await executor.submit(double, 21)).toBe(42);
  });

  checkOnWorkers('a task in an endless loop has its worker replaced after the grace', async () => {
    const executor = make({ graceMs: 1 });
    const doors = await gate();
    const worker = await executor.submit(whichWorker);
    const deaf = executor.submit(loopAtGate, doors.port, 'deaf');
    await doors.visitor();
    expect(deaf.abort('enough')).toBe(true);
    expect(await failureOf(deaf)).toMatchObject({ ...executorErrors.cancelled, cause: 'enough' });
    expect(await executor.submit(whichWorker)).not.toBe(worker);
    expect(executor.stats()).toMatchObject({ workers: 1, idle: 1, done: 2, cancelled: 1, failed: 0 });
    const last = executor.submit(loopAtGate, doors.port, 'last');
    await doors.visitor();
    last.abort();
    await executor.shutdown(); // which ends, too
    expect(executor.stats()).toMatchObject({ workers: 0, cancelled: 2, running: 0 });
  });

  check('a timeout fails the task, tells it why, and leaves its worker to one that listens', async () => {
    const executor = make();
    const doors = await gate();
    const worker = await executor.submit(whichWorker);
    const late = executor.with({ timeout: 1 }).submit(tellReason, doors.port, 'late');
    const error = await failureOf(late);
    expect(error).toMatchObject(executorErrors.timeout);
    expect((error as Error).message).toMatch(/tellReason .*1 ms/);
    expect(late.state).toBe('finished');
    expect(await (await doors.visitor()).says()).toMatch(/^TimeoutError: /);
    expect(await executor.submit(whichWorker)).toBe(worker);
    expect(executor.stats()).toMatchObject({ done: 2, failed: 1, cancelled: 0 });
  });

  checkOnWorkers('a timeout has the worker of an endless loop replaced after the grace', async () => {
    const executor = make({ graceMs: 1 });
    const doors = await gate();
    const worker = await executor.submit(whichWorker);
    const late = executor.with({ timeout: 1 }).submit(loopAtGate, doors.port, 'late');
    expect(await failureOf(late)).toMatchObject(executorErrors.timeout);
    expect(await executor.submit(whichWorker)).not.toBe(worker);
    expect(executor.stats()).toMatchObject({ workers: 1, idle: 1, done: 2, failed: 1 });
  });

  check('a task that waits for nothing at all is stopped like any other', async () => {
    const executor = make({ graceMs: 1 });
    const [aborted, late] = [executor.submit(waitForNothing), executor.with({ timeout: 1 }).submit(waitForNothing)];
    await until(() => aborted.running());
    aborted.abort();
    expect(await failureOf(aborted)).toMatchObject(executorErrors.cancelled);
    expect(await failureOf(late)).toMatchObject(executorErrors.timeout);
    expect(await executor.submit(double, 21)).toBe(42);
  });

  for (const listens of [true, false]) {
    const kind = listens ? 'listens' : 'does not listen';

    check(`a task that ${kind} is aborted while it waits for one of its own: both ends are told`, async () => {
      const executor = make({ graceMs: listens ? 60_000 : 1 });
      const doors = await gate();
      const outer = executor.submit(waitForInner, doors.port, listens);
      const visitor = await doors.visitor();
      expect(executor.stats()).toMatchObject({ running: 2 });
      outer.abort('enough');
      expect(await failureOf(outer)).toMatchObject({ ...executorErrors.cancelled, cause: 'enough' });
      visitor.letIn();
      expect(await executor.submit(double, 21)).toBe(42);
      await executor.shutdown();
      const { done, failed, ...rest } = executor.stats();
      expect(rest).toMatchObject({ cancelled: 1, pending: 0, running: 0 });
      // The inner one shared the worker that was replaced, or had ended before, or has gone on elsewhere.
      expect(done + failed).toBe(2);
      expect(failed === 0 || !listens).toBe(true);
    });
  }

  check('a chunk of a map is aborted as one: its items fail, and what has not begun of it is not run', async () => {
    const executor = shared();
    const doors = await gate();
    for (const settled of [true, false]) {
      const controller = new AbortController();
      const items = ['a', 'b', 'c'].map((text) => ({ port: doors.port, text }));
      const results = executor
        .with({ signal: controller.signal })
        .map(tellReasonAs, items, { chunkSize: 3, ...(settled ? { settled } : {}) });
      const visitor = await doors.visitor();
      controller.abort(new Error('all of it'));
      expect(await visitor.says()).toBe('Error: all of it');
      const reason = { ...executorErrors.cancelled, cause: { message: 'all of it' } };
      if (settled) {
        expect(await results.toArray()).toMatchObject(items.map(() => ({ status: 'rejected', reason })));
      } else {
        expect(await failureOf(results.toArray())).toMatchObject(reason);
      }
      expect(await executor.submit(countBegun)).toBe(1);
    }
  });

  check('an abort in the turn in which the result arrives leaves one outcome, and one free slot', async () => {
    const executor = make({ maxWorkers: workers === 'none' ? 2 : 1, tasksPerWorker: 2 });
    for (let time = 0; time < 3; time += 1) {
      const both = [executor.submit(endTogether, 1), executor.submit(endTogether, 2)];
      const heard: string[] = [];
      for (const [index, future] of both.entries()) {
        future.addDoneCallback(({ state }) => {
          heard.push(`${index} ${state}`);
          both[1 - index]?.abort('too late');
        });
      }
      const outcomes = await Promise.allSettled(both);
      expect(heard.toSorted()).toEqual(both.map(({ state }, index) => `${index} ${state}`));
      expect(outcomes.map(({ status }) => status)).toEqual(
        both.map((future) => (future.cancelled() ? 'rejected' : 'fulfilled')),
      );
      expect(both.filter((future) => future.cancelled())).toHaveLength(1);
      expect(await Promise.all([1, 2, 3].map((n) => executor.submit(double, n)))).toEqual([2, 4, 6]);
    }
    expect(executor.stats()).toMatchObject({ done: 12, cancelled: 3, pending: 0, running: 0 });
  });

  check('a signal that has aborted before the submit cancels what is submitted, whatever it waits for', async () => {
    const executor = shared();
    const before = executor.stats();
    const view = executor.with({ signal: AbortSignal.abort('before') });
    const futures = [view.submit(double, 1), view.submit(double, new Future<number>())];
    expect(futures.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    for (const future of [
      ...futures,
      view.map(double, [1]).next(),
      view.map(double, [1, 2], { chunkSize: 2 }).next(),
    ]) {
      expect(await failureOf(future)).toMatchObject({ ...executorErrors.cancelled, cause: 'before' });
    }
    expect(await executor.submit(double, 21)).toBe(42);
    expect(executor.stats()).toMatchObject({ done: before.done + 1, cancelled: before.cancelled + 4 });
  });

  check('one signal for 1,000 tasks has one listener, and none once they are done', async () => {
    const executor = shared();
    const before = executor.stats();
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => {
      warnings.push(warning);
    };
    process.on('warning', onWarning);
    onTestFinished(() => {
      process.off('warning', onWarning);
    });
    const controller = new AbortController();
    const view = executor.with({ signal: controller.signal });
    const done = Array.from({ length: 1_000 }, (_, n) => view.submit(double, n));
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    await Promise.all(done);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    const stopped = Array.from({ length: 1_000 }, (_, n) => view.submit(double, n));
    controller.abort('enough');
    expect(stopped.every((future) => future.cancelled())).toBe(true);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    await new Promise(setImmediate); // warnings come a turn later
    expect(warnings).toEqual([]);
    expect(executor.stats()).toMatchObject({ done: before.done + 1_000, cancelled: before.cancelled + 1_000 });
  });
}
