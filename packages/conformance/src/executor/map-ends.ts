import { Future } from '@heddle/futures';
import { expect } from 'vitest';
import { visits } from './map.ts';
import { executorErrors, type ExecutorSubject, failureOf } from './subject.ts';
import { double, doubleAllButThree, passGate, passGateAs, throwValue } from '../tasks/basic.ts';

const over = { done: true, value: undefined };

/** How a map ends: by its reader, by an error, by its deadline or its signal. */
export function describeMapEnds({ make, gate, check }: ExecutorSubject): void {
  check('leaving a map early cancels what has not started, and leaves alone what runs', async () => {
    const executor = make();
    const doors = await gate();
    const results = executor.map(passGateAs, visits(doors.port, 'abcd'));
    const first = await doors.visitor();
    first.letIn();
    expect((await results.next()).value).toBe('a');
    const second = await doors.visitor();
    await results.return?.();
    expect(executor.stats()).toMatchObject({ running: 1, pending: 0, cancelled: 2 });
    second.letIn();
    expect(await executor.submit(double, 21)).toBe(42);
    expect(executor.stats()).toMatchObject({ done: 3, cancelled: 2 });
    expect(await results.next()).toEqual(over);
  });

  check('return() ends a next() that waits, and waits for nothing itself', async () => {
    const executor = make();
    const doors = await gate();
    const results = executor.map(passGateAs, visits(doors.port, 'abc'));
    await doors.visitor();
    const nexts = [results.next(), results.next()];
    expect(await results.return?.()).toEqual(over);
    expect(await Promise.all(nexts)).toEqual([over, over]);
    expect(await results.next()).toEqual(over);
    expect(executor.stats()).toMatchObject({ running: 1, pending: 0, cancelled: 2 });
  });

  check('an error ends the iteration and cancels what has not started', async () => {
    const executor = make();
    const doors = await gate();
    const failing = executor.submit(passGate, doors.port, 'before');
    const results = executor.map(doubleAllButThree, [1, 3, 5, 7]);
    const nexts = Array.from({ length: 4 }, () => results.next());
    doors.open();
    expect(await nexts[0]).toEqual({ done: false, value: 2 });
    expect(await failureOf(nexts[1] as Promise<unknown>)).toMatchObject({ message: 'bad: 3' });
    expect([await nexts[2], await nexts[3], await results.next()]).toEqual([over, over, over]);
    await failing;
  });

  check('whatever an item fails with is an error, undefined too', async () => {
    const executor = make();
    for (const value of [undefined, null, 0, '']) {
      for (const options of [{}, { ordered: false }, { chunkSize: 2 }]) {
        const results = executor.map(throwValue, [value], options);
        expect(await failureOf(results.next())).toEqual(value);
        expect(await results.next()).toEqual(over);
        const settled = executor.map(throwValue, [value], { ...options, settled: true });
        expect(await settled.toArray()).toEqual([{ status: 'rejected', reason: value }]);
      }
    }
  });

  check('what had finished is yielded before the error of the deadline, which is one for all', async () => {
    const executor = make();
    const doors = await gate();
    const results = executor.map(passGateAs, visits(doors.port, 'abc'), { timeout: 20 });
    const first = await doors.visitor();
    first.letIn();
    await doors.visitor(); // so the first is done
    await failureOf(new Future().result({ timeout: 40 })); // and the deadline has passed
    expect(await results.next()).toEqual({ done: false, value: 'a' });
    expect(executor.stats()).toMatchObject({ running: 1, pending: 1, cancelled: 0 });
    expect(await failureOf(results.next())).toMatchObject(executorErrors.timeout);
    expect(executor.stats()).toMatchObject({ running: 1, pending: 0, cancelled: 1 });
    expect(await results.next()).toEqual(over);
  });

  check('a deadline that passes cancels the item that was waited for too, if it has not started', async () => {
    const executor = make();
    const doors = await gate();
    const before = executor.submit(passGate, doors.port, 'before');
    await doors.visitor();
    const results = executor.map(passGateAs, visits(doors.port, 'ab'), { timeout: 0 });
    expect(await failureOf(results.next())).toMatchObject(executorErrors.timeout);
    expect(executor.stats()).toMatchObject({ running: 1, pending: 0, cancelled: 2 });
    doors.open();
    expect(await before).toBe('before');
    expect(doors.unmet).toBe(0);
  });

  check('the deadline and the signal of a map end it, and not what runs', async () => {
    const executor = make({ maxWorkers: 2 });
    const doors = await gate();
    const controller = new AbortController();
    const late = executor.map(passGateAs, visits(doors.port, 'a'), { timeout: 1 });
    const aborted = executor.map(passGateAs, visits(doors.port, 'a'), { signal: controller.signal });
    await doors.visitors(2);
    expect(await failureOf(late.next())).toMatchObject(executorErrors.timeout);
    const next = failureOf(aborted.next());
    controller.abort(new Error('enough'));
    expect(await next).toMatchObject({ message: 'enough' });
    expect(executor.stats()).toMatchObject({ running: 2, cancelled: 0 });
  });
}
