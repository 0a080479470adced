import { expect } from 'vitest';
import { areCollected } from '../collect.ts';
import { type ExecutorSubject, failureOf } from './subject.ts';
import {
  add,
  describeTask,
  double,
  doubleAllBut,
  doubleLater,
  echo,
  given,
  passGate,
  throwRangeError,
  throwValue,
} from '../tasks/basic.ts';

export function describeSubmit({ make, gate, check }: ExecutorSubject): void {
  check('submit runs a function with its arguments and answers its value', async () => {
    const executor = make();
    expect(await executor.submit(add, 20, 22)).toBe(42);
    expect(await executor.submit(doubleLater, 21)).toBe(42);
  });

  check('a function has the arguments that it was given, however many, and whatever they are', async () => {
    const executor = make();
    const lists = [[], [undefined], [null], [[]], [[1]], [[[1]]], [0], ['text'], [1n], [{}], [true, false], [[1], [2]]];
    for (const list of lists) {
      expect(await executor.submit(given, ...list)).toStrictEqual(list);
    }
    expect(await executor.starmap(given, lists).toArray()).toStrictEqual(lists);
    expect(await executor.map(given, lists).toArray()).toStrictEqual(lists.map((list) => [list]));
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

  check('a thousand tasks on two workers each have an outcome of their own', async () => {
    const executor = make({ maxWorkers: 2 });
    const futures = Array.from({ length: 1_000 }, (_, n) => executor.submit(doubleAllBut, 7, n));
    const outcomes = await Promise.allSettled(futures);
    expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'bad'))).toEqual(
      futures.map((_, n) => (n === 7 ? 'bad' : 2 * n)),
    );
    expect(executor.stats()).toMatchObject({ pending: 0, running: 0, done: 999, failed: 1, cancelled: 0 });
  });

  check('an executor keeps neither what it was given nor what came of it', async () => {
    const executor = make();
    const seen = await (async () => {
      const given = { some: 'value' };
      const result = await executor.submit(echo, given);
      const mapped = await executor.map(echo, [given]).next();
      return [new WeakRef(given), new WeakRef(result as object), new WeakRef(mapped.value as object)];
    })();
    expect(await areCollected(seen)).toBe(true);
    expect(executor.stats()).toMatchObject({ done: 2 });
  });

  check('a map keeps no result that it has yielded', async () => {
    const results = make().map(echo, [{ n: 1 }, { n: 2 }, { n: 3 }]);
    for (let index = 0; index < 3; index += 1) {
      const seen = await (async () => new WeakRef((await results.next()).value as object))();
      expect(await areCollected([seen])).toBe(true);
    }
  });
}
