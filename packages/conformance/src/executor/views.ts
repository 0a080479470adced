import { expect } from 'vitest';
import { visits } from './map.ts';
import { executorErrors, type ExecutorSubject, failureOf } from './subject.ts';
import {
  describeTask,
  double,
  passGate,
  passGateAs,
  passGateOrStop,
  succeedAtTry,
  throwRangeError,
} from '../tasks/basic.ts';
import { describeTry, stallUntilTry, weigh, weighAtLast } from '../tasks/views.ts';

export function describeViews({ make, gate, check, workers }: ExecutorSubject): void {
  check('a view names its tasks, those of a map too', async () => {
    const view = make().with({ name: 'the answer' });
    expect(await view.submit(describeTask)).toEqual({ name: 'the answer', attempt: 1 });
    for (const chunkSize of [1, 2]) {
      const described = await view.map(describeTry, [1, 1], { chunkSize }).toArray();
      expect(described.map(({ name }) => name)).toEqual(['the answer', 'the answer']);
    }
  });

  check('retries try again, and the task knows which try it is', async () => {
    const executor = make();
    const view = executor.with({ retries: 2, backoff: 0 });
    expect(await view.submit(succeedAtTry, 1)).toBe(1);
    expect(await view.submit(succeedAtTry, 3)).toBe(3);
    expect(await failureOf(view.submit(succeedAtTry, 4))).toMatchObject({ message: 'try 3' });
    expect(executor.stats()).toMatchObject({ done: 2, failed: 1 });
  });

  check('backoff is asked for each try, and what is no time is none', async () => {
    const executor = make();
    const tries: number[] = [];
    const delays = [1, 0, -1, NaN];
    const backoff = (attempt: number): number => {
      tries.push(attempt);
      return delays[attempt - 1] ?? 0;
    };
    expect(await executor.with({ retries: Infinity, backoff }).submit(succeedAtTry, 5)).toBe(5);
    expect(tries).toEqual([1, 2, 3, 4]);
    expect(await executor.with({ retries: 1, backoff: 1 }).submit(succeedAtTry, 2)).toBe(2);
    expect(executor.stats()).toMatchObject({ done: 2, failed: 0 });
  });

  check('a backoff that throws is the failure, and the slot is free', async () => {
    const executor = make();
    const problem = new TypeError('no backoff');
    const backoff = (): never => {
      throw problem;
    };
    expect(await failureOf(executor.with({ retries: 3, backoff }).submit(throwRangeError, 'first'))).toBe(problem);
    expect(await executor.submit(double, 21)).toBe(42);
  });

  check('a task that backs off holds no worker, and its future runs', async () => {
    const executor = make();
    const tries: number[] = [];
    const backoff = (attempt: number): number => {
      tries.push(attempt);
      return Infinity;
    };
    const future = executor.with({ retries: 5, backoff }).submit(throwRangeError, 'again');
    expect(await executor.submit(double, 21)).toBe(42);
    expect([tries, future.state, future.cancel()]).toEqual([[1], 'running', false]);
    expect(future.abort()).toBe(true);
  });

  check('the items of a map have tries of their own', async () => {
    const view = make().with({ retries: 2, backoff: 0, name: 'item' });
    for (const chunkSize of [1, 3, 'auto'] as const) {
      const options = { chunkSize, settled: true } as const;
      expect(await view.map(describeTry, [1, 4, 3], options).toArray()).toMatchObject([
        { status: 'fulfilled', value: { name: 'item', attempt: 1 } },
        { status: 'rejected', reason: { message: 'try 3' } },
        { status: 'fulfilled', value: { name: 'item', attempt: 3 } },
      ]);
    }
  });

  check('a timeout counts from when the task runs, fails its future and stops it', async () => {
    const executor = make();
    const doors = await gate();
    const before = executor.submit(passGate, doors.port, 'before');
    const first = await doors.visitor();
    const future = executor.with({ timeout: 20 }).submit(passGateOrStop, doors.port, 'late');
    expect(await failureOf(future.result({ timeout: 40 }))).toMatchObject(executorErrors.timeout);
    expect(future.state).toBe('pending');
    first.letIn();
    const second = await doors.visitor();
    expect(await failureOf(future)).toMatchObject(executorErrors.timeout);
    expect(future.state).toBe('finished');
    expect(await second.says()).toMatch(/^TimeoutError/);
    await before;
    expect(executor.stats()).toMatchObject({ done: 1, failed: 1 });
  });

  check('a timeout is that of each try, and of each item', async () => {
    const executor = make();
    const view = executor.with({ timeout: 250 });
    const patient = view.with({ retries: 2, backoff: 0 });
    expect(await patient.submit(stallUntilTry, 3)).toBe(3);
    expect(await view.map(stallUntilTry, [1, 2, 1], { settled: true, chunkSize: 3 }).toArray()).toMatchObject([
      { status: 'fulfilled', value: 1 },
      { status: 'rejected', reason: executorErrors.timeout },
      { status: 'fulfilled', value: 1 },
    ]);
    expect(await executor.submit(double, 21)).toBe(42);
  });

  check('the items of a map wait with the priority of its view', async () => {
    const executor = make();
    const doors = await gate();
    const before = executor.submit(passGate, doors.port, 'before');
    const visitor = await doors.visitor();
    const low = executor.with({ priority: 2 }).map(passGateAs, visits(doors.port, 'ab'));
    const middle = executor.with({ priority: 1 }).map(passGateAs, visits(doors.port, 'cd'));
    const high = executor.submit(passGate, doors.port, 'e');
    visitor.letIn();
    const order: string[] = [];
    while (order.length < 5) {
      const next = await doors.visitor();
      order.push(next.text);
      next.letIn();
    }
    expect(order.join('')).toBe('ecdab');
    expect(await Promise.all([before, high, low.toArray(), middle.toArray()])).toHaveLength(4);
  });

  check('what is transferred arrives whole: a list, or what a function answers for each call', async () => {
    const executor = make();
    const bytes = (): Uint8Array<ArrayBuffer> => new Uint8Array(1_000).fill(2);
    const weight = { length: 1_000, sum: 2_000 };
    const listed = bytes();
    expect(await executor.with({ transfer: [listed.buffer] }).submit(weigh, listed)).toEqual(weight);
    const view = executor.with({ transfer: (given: Uint8Array<ArrayBuffer>) => [given.buffer] });
    const asked = bytes();
    expect(await view.submit(weigh, asked)).toEqual(weight);
    const copied = bytes();
    expect(await executor.submit(weigh, copied)).toEqual(weight);
    const gone = workers === 'threads' ? 0 : 1_000; // elsewhere it is the same bytes, or a copy of them
    expect([listed.length, asked.length, copied.length]).toEqual([gone, gone, 1_000]);
    for (const chunkSize of [1, 2]) {
      const items = [bytes(), bytes(), bytes()];
      expect(await view.map(weigh, items, { chunkSize }).toArray()).toEqual([weight, weight, weight]);
      expect(items.map(({ length }) => length)).toEqual([gone, gone, gone]);
    }
  });

  check('a further try finds what is transferred', async () => {
    const view = make().with({ retries: 1, backoff: 0, transfer: (given: Uint8Array<ArrayBuffer>) => [given.buffer] });
    const bytes = new Uint8Array(1_000).fill(2);
    expect(await view.submit(weighAtLast, bytes)).toEqual({ length: 1_000, sum: 2_000 });
    expect(bytes.length).toBe(workers === 'threads' ? 0 : 1_000);
  });

  check('what transfer names wrongly fails its future alone', async () => {
    const executor = make();
    const problem = new TypeError('no transfer');
    const failing = executor.with({
      transfer: () => {
        throw problem;
      },
    });
    const outcomes = await Promise.allSettled([failing.submit(double, 1), executor.submit(double, 21)]);
    const refused = { status: 'rejected', reason: problem };
    expect(outcomes).toEqual([
      workers === 'threads' ? refused : expect.anything(), // elsewhere it need not be asked
      { status: 'fulfilled', value: 42 },
    ]);
  });

  check('views nest: the inner options win, the others stay', async () => {
    const executor = make();
    const outer = executor.with({ name: 'outer', retries: 1, backoff: 0 });
    const inner = outer.with({ name: 'inner', retries: undefined });
    expect(await inner.submit(describeTask)).toEqual({ name: 'inner', attempt: 1 });
    expect(await inner.submit(succeedAtTry, 2)).toBe(2);
    expect(await outer.submit(describeTask)).toMatchObject({ name: 'outer' });
    expect(await executor.submit(describeTask)).toMatchObject({ name: 'describeTask' });
    expect(await failureOf(executor.submit(succeedAtTry, 2))).toMatchObject({ message: 'try 1' });
    expect(inner.stats()).toEqual(executor.stats());
    expect([inner.constructor, inner.maxWorkers]).toEqual([executor.constructor, executor.maxWorkers]);
  });

  check('views of views of views run with all of their options', async () => {
    const executor = make();
    const controller = new AbortController();
    const view = executor
      .with({ priority: 3, timeout: 250, signal: controller.signal })
      .with({ retries: 1, backoff: () => 0 })
      .with({ name: 'all of it', transfer: (given: unknown) => (given instanceof Uint8Array ? [given.buffer] : []) });
    expect(await view.submit(describeTry, 2)).toEqual({ name: 'all of it', attempt: 2 });
    expect(await view.map(stallUntilTry, [1, 2]).toArray()).toEqual([1, 2]);
    expect(await view.submit(weigh, new Uint8Array([1, 2, 3]))).toEqual({ length: 3, sum: 6 });
    const doors = await gate();
    const running = view.with({ timeout: Infinity }).map(passGateAs, visits(doors.port, 'abc'));
    await doors.visitor();
    controller.abort(new Error('all of them'));
    const error = await failureOf(running.toArray());
    expect(error).toMatchObject({ ...executorErrors.cancelled, cause: { message: 'all of them' } });
    expect(executor.stats()).toMatchObject({ pending: 0, running: 0, cancelled: 3 });
  });

  check('signals of nested views combine', async () => {
    const executor = make();
    const [outer, inner] = [new AbortController(), new AbortController()];
    const view = executor.with({ signal: outer.signal }).with({ signal: inner.signal });
    const first = view.submit(double, 1);
    inner.abort(new Error('inner'));
    expect(await failureOf(first)).toMatchObject({ ...executorErrors.cancelled, cause: { message: 'inner' } });
    const other = executor.with({ signal: outer.signal }).with({ signal: new AbortController().signal });
    const second = other.submit(double, 1);
    outer.abort(new Error('outer'));
    expect(await failureOf(second)).toMatchObject({ ...executorErrors.cancelled, cause: { message: 'outer' } });
  });

  check('shutdown of a view is that of its pool', async () => {
    const executor = make();
    const view = executor.with({ name: 'view' });
    expect(await view.submit(double, 1)).toBe(2);
    await view.shutdown();
    expect(await failureOf(() => executor.submit(double, 1))).toMatchObject(executorErrors.shutdown);
  });
}
