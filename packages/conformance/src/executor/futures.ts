import { asCompleted, FIRST_COMPLETED, FIRST_EXCEPTION, type Future, wait } from '@heddle/futures';
import { expect } from 'vitest';
import { executorErrors, type ExecutorSubject, failureOf } from './subject.ts';
import { double, passGate, throwRangeError } from '../tasks/basic.ts';

export function describeFutures({ make, gate, check }: ExecutorSubject): void {
  check('a future is pending, then running, then finished', async () => {
    const executor = make();
    const doors = await gate();
    const future = executor.submit(passGate, doors.port, 'a');
    const behind = executor.submit(double, 1);
    expect([future.state, future.done(), future.running()]).toEqual(['pending', false, false]);
    const visitor = await doors.visitor();
    expect([future.state, future.done(), future.running()]).toEqual(['running', false, true]);
    expect([behind.state, behind.running()]).toEqual(['pending', false]);
    visitor.letIn();
    expect(await future).toBe('a');
    expect([future.state, future.done(), future.running(), future.cancelled()]).toEqual([
      'finished',
      true,
      false,
      false,
    ]);
    await behind;
  });

  check('result and exception tell how a task ended', async () => {
    const executor = make();
    expect(await executor.submit(double, 1).exception()).toBeUndefined();
    const failed = executor.submit(throwRangeError, 'no');
    expect(await failed.exception()).toBeInstanceOf(RangeError);
    expect(await failureOf(failed.result())).toBeInstanceOf(RangeError);
  });

  check('a wait that times out or is aborted ends alone', async () => {
    const executor = make();
    const doors = await gate();
    const future = executor.submit(passGate, doors.port, 'a');
    await doors.visitor();
    const controller = new AbortController();
    const aborted = failureOf(future.result({ signal: controller.signal }));
    controller.abort(new Error('enough'));
    expect(await aborted).toMatchObject({ message: 'enough' });
    expect(await failureOf(future.result({ timeout: 0 }))).toMatchObject(executorErrors.timeout);
    expect(await failureOf(future.exception({ timeout: 1 }))).toMatchObject(executorErrors.timeout);
    expect(future.running()).toBe(true);
    doors.open();
    expect(await future).toBe('a');
  });

  check('callbacks are called in order, with the future', async () => {
    const future = make().submit(double, 21);
    const calls: unknown[] = [];
    future.addDoneCallback((done) => calls.push(['first', done === future, done.state]));
    future.addDoneCallback(() => calls.push('second'));
    await future;
    future.addDoneCallback(() => calls.push('third'));
    expect(calls).toEqual([['first', true, 'finished'], 'second', 'third']);
  });

  check('wait returns when the first is done, the first has failed, all are done, or the time is over', async () => {
    const executor = make({ maxWorkers: 2 });
    const doors = await gate();
    const slow = executor.submit(passGate, doors.port, 'slow');
    const quick = executor.submit(double, 1);
    const failed = executor.submit(throwRangeError, 'no');
    const first = await wait([slow, quick], { returnWhen: FIRST_COMPLETED });
    expect([first.done, first.notDone]).toEqual([new Set([quick]), new Set([slow])]);
    const exception = await wait([slow, failed], { returnWhen: FIRST_EXCEPTION });
    expect([exception.done, exception.notDone]).toEqual([new Set([failed]), new Set([slow])]);
    const late = await wait([slow, quick], { timeout: 0 });
    expect(late.notDone).toEqual(new Set([slow]));
    const all = wait([slow, quick, failed]);
    doors.open();
    expect((await all).done).toEqual(new Set([slow, quick, failed]));
    expect(await failed.exception()).toBeInstanceOf(RangeError);
  });

  check('wait takes any iterable, counts a future once, and knows all the ways to be done', async () => {
    const executor = make();
    const doors = await gate();
    const done = executor.submit(double, 1);
    const failed = executor.submit(throwRangeError, 'no');
    await wait([done, failed]);
    const running = executor.submit(passGate, doors.port, 'a');
    const cancelled = executor.submit(double, 1);
    cancelled.cancel();
    const all = [done, running, failed, done, cancelled, running];
    const ended = new Set([done, failed, cancelled]);
    const open = new Set([running]);
    expect(await wait(all.values(), { timeout: 0 })).toEqual({ done: ended, notDone: open });
    expect(await wait(new Set(all), { returnWhen: FIRST_COMPLETED })).toEqual({ done: ended, notDone: open });
    expect(await wait(all, { returnWhen: FIRST_EXCEPTION })).toEqual({ done: ended, notDone: open });
    doors.open();
    expect(await wait(all)).toEqual({ done: new Set([...ended, running]), notDone: new Set() });
    expect(await wait([])).toEqual({ done: new Set(), notDone: new Set() });
    await failed.exception();
  });

  check('a wait for the first failure is a wait for all where there is none', async () => {
    const executor = make({ maxWorkers: 2 });
    const futures = Array.from({ length: 100 }, (_, n) => executor.submit(double, n));
    const { done, notDone } = await wait(futures, { returnWhen: FIRST_EXCEPTION });
    expect([done.size, notDone.size]).toEqual([100, 0]);
    expect(await Promise.all(futures)).toEqual(futures.map((_, n) => 2 * n));
  });

  check('asCompleted yields each future as it is done', async () => {
    const executor = make({ maxWorkers: 3 });
    const doors = await gate();
    const futures = ['a', 'b', 'c'].map((text) => executor.submit(passGate, doors.port, text));
    const visitors = new Map((await doors.visitors(3)).map((visitor) => [visitor.text, visitor]));
    const completed = asCompleted(futures);
    const order: Future<string>[] = [];
    for (const text of ['b', 'c', 'a']) {
      visitors.get(text)?.letIn();
      const { value } = await completed.next();
      order.push(value as Future<string>);
    }
    expect(order).toEqual([futures[1], futures[2], futures[0]]);
    expect(await completed.next()).toEqual({ done: true, value: undefined });
  });

  check('asCompleted yields what is done first, each once, and then says how many are not', async () => {
    const executor = make();
    const doors = await gate();
    const done = executor.submit(double, 1);
    const failed = executor.submit(throwRangeError, 'no');
    await wait([done, failed]);
    const running = executor.submit(passGate, doors.port, 'a');
    await doors.visitor();
    const cancelled = executor.submit(double, 1);
    cancelled.cancel();
    const pending = executor.submit(double, 1);
    const all = [done, running, failed, running, done, cancelled, pending];
    const completed = asCompleted(all.values(), { timeout: 0 });
    const seen = new Set<unknown>();
    for (let count = 0; count < 3; count += 1) {
      seen.add((await completed.next()).value);
    }
    expect(seen).toEqual(new Set([done, failed, cancelled]));
    expect(await failureOf(completed.next())).toMatchObject({
      ...executorErrors.timeout,
      message: '2 (of 5) futures unfinished',
    });
    expect(await completed.next()).toEqual({ done: true, value: undefined });
    expect([running.state, pending.state]).toEqual(['running', 'pending']);
    await failed.exception();
  });

  check('a future of a task is not moved by anybody else', async () => {
    const executor = make();
    const future = executor.submit(double, 21);
    expect(await future).toBe(42);
    for (const move of [() => future.setResult(1), () => future.setException(new Error('no'))]) {
      expect(await failureOf(move)).toMatchObject({ name: 'InvalidStateError', code: 'ERR_INVALID_STATE' });
    }
    expect(await future).toBe(42);
    expect([future.cancel(), future.abort()]).toEqual([false, false]);
  });
}
