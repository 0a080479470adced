import { expect } from 'vitest';
import { executorErrors, type ExecutorSubject, failureOf } from './describe-executor-subject.ts';
import { describeTask, double, passGate, passGateOrStop, succeedAtTry, throwRangeError } from './tasks.ts';

export function describeViews({ make, gate, check }: ExecutorSubject): void {
  check('a view names its tasks', async () => {
    const view = make().with({ name: 'the answer' });
    expect(await view.submit(describeTask)).toEqual({ name: 'the answer', attempt: 1 });
  });

  check('retries try again, and the task knows which try it is', async () => {
    const executor = make();
    const view = executor.with({ retries: 2, backoff: 0 });
    expect(await view.submit(succeedAtTry, 1)).toBe(1);
    expect(await view.submit(succeedAtTry, 3)).toBe(3);
    expect(await failureOf(view.submit(succeedAtTry, 4))).toMatchObject({ message: 'try 3' });
    expect(executor.stats()).toMatchObject({ done: 2, failed: 1 });
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

  check('views nest: the inner options win, the others stay', async () => {
    const executor = make();
    const outer = executor.with({ name: 'outer', retries: 1, backoff: 0 });
    const inner = outer.with({ name: 'inner' });
    expect(await inner.submit(describeTask)).toEqual({ name: 'inner', attempt: 1 });
    expect(await inner.submit(succeedAtTry, 2)).toBe(2);
    expect(await outer.submit(describeTask)).toMatchObject({ name: 'outer' });
    expect(await executor.submit(describeTask)).toMatchObject({ name: 'describeTask' });
    expect(inner.stats()).toEqual(executor.stats());
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

  check('map runs with the options of its view', async () => {
    const view = make().with({ retries: 2, backoff: 0 });
    expect(await view.map(succeedAtTry, [1, 2, 3], { chunkSize: 3 }).toArray()).toEqual([1, 2, 3]);
  });

  check('shutdown of a view is that of its pool', async () => {
    const executor = make();
    const view = executor.with({ name: 'view' });
    expect(await view.submit(double, 1)).toBe(2);
    await view.shutdown();
    expect(await failureOf(() => executor.submit(double, 1))).toMatchObject(executorErrors.shutdown);
  });
}
