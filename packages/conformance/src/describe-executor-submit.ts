import { expect } from 'vitest';
import { type ExecutorSubject, failureOf } from './describe-executor-subject.ts';
import { add, describeTask, double, doubleLater, echo, passGate, throwRangeError, throwValue } from './tasks.ts';

export function describeSubmit({ make, gate, check }: ExecutorSubject): void {
  check('submit runs a function with its arguments and answers its value', async () => {
    const executor = make();
    expect(await executor.submit(add, 20, 22)).toBe(42);
    expect(await executor.submit(doubleLater, 21)).toBe(42);
  });

  check('any value is a result', async () => {
    const executor = make();
    for (const value of [undefined, null, 0, '', false, NaN, 1n, [1, [2]], { of: { some: 'depth' } }]) {
      expect(await executor.submit(echo, value)).toEqual(value);
    }
  });

  check('whatever a task throws is its failure', async () => {
    const executor = make();
    for (const value of [undefined, null, 0, '', false, 'text']) {
      const future = executor.submit(throwValue, value);
      expect(await failureOf(future)).toEqual(value);
      expect(future.state).toBe('finished');
    }
    expect(executor.stats()).toMatchObject({ done: 0, failed: 6 });
  });

  check('an error arrives with its class, message, code and cause', async () => {
    const error = await failureOf(make().submit(throwRangeError, 'out of range'));
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ message: 'out of range', code: 'ERR_OF_THE_TEST' });
    const { cause } = error as Error;
    expect(cause).toBeInstanceOf(TypeError);
    expect(cause).toMatchObject({ message: 'the cause' });
  });

  check('a task that throws gives its slot back', async () => {
    const executor = make();
    const failing = Array.from({ length: 10 }, () => executor.submit(throwRangeError, 'again'));
    expect(await executor.submit(double, 21)).toBe(42);
    expect(await Promise.all(failing.map((future) => future.exception()))).toHaveLength(10);
  });

  check('submit refuses what is no function', async () => {
    const executor = make();
    expect(await failureOf(() => executor.submit('double' as never))).toBeInstanceOf(TypeError);
    expect(executor.stats()).toMatchObject({ pending: 0 });
  });

  check('no more tasks run at once than there are workers', async () => {
    const executor = make({ maxWorkers: 2 });
    const doors = await gate();
    const futures = ['a', 'b', 'c'].map((text) => executor.submit(passGate, doors.port, text));
    const [first] = await doors.visitors(2);
    expect(executor.stats()).toMatchObject({ pending: 1, running: 2, done: 0, idle: 0 });
    expect(doors.unmet).toBe(0);
    first?.letIn();
    expect((await doors.visitor()).text).toBe('c');
    doors.open();
    expect(await Promise.all(futures)).toEqual(['a', 'b', 'c']);
    expect(executor.stats()).toMatchObject({ pending: 0, running: 0, done: 3, failed: 0, cancelled: 0 });
  });

  check('tasks run in the order of their priorities, equals as they were submitted', async () => {
    const executor = make();
    const doors = await gate();
    const first = executor.submit(passGate, doors.port, 'first');
    const visitor = await doors.visitor();
    const rest = [
      executor.with({ priority: 2 }).submit(passGate, doors.port, '2a'),
      executor.with({ priority: 1 }).submit(passGate, doors.port, '1a'),
      executor.submit(passGate, doors.port, '0a'),
      executor.with({ priority: 1 }).submit(passGate, doors.port, '1b'),
      executor.submit(passGate, doors.port, '0b'),
    ];
    visitor.letIn();
    const order: string[] = [];
    while (order.length < rest.length) {
      const next = await doors.visitor();
      order.push(next.text);
      next.letIn();
    }
    expect(order).toEqual(['0a', '0b', '1a', '1b', '2a']);
    await Promise.all([first, ...rest]);
  });

  check('a task knows its name and its try', async () => {
    expect(await make().submit(describeTask)).toEqual({ name: 'describeTask', attempt: 1 });
  });

  check('stats count what succeeded, failed and was cancelled', async () => {
    const executor = make();
    executor.submit(double, 1).cancel();
    await executor.submit(double, 1);
    await executor.submit(double, 2);
    await executor.submit(throwRangeError, 'for the count').exception();
    expect(executor.stats()).toMatchObject({ pending: 0, running: 0, done: 2, failed: 1, cancelled: 1 });
  });
}
