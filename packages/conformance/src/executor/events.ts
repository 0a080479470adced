import { type Executor, Future } from '@heddle/futures';
import { expect } from 'vitest';
import { executorErrors, type ExecutorSubject, failureOf } from './subject.ts';
import { describeTracing } from './tracing.ts';
import { HeardTasks } from './hear-tasks.ts';
import {
  double,
  doubleAllButThree,
  passGate,
  passGateOrStop,
  succeedAtTry,
  throwRangeError,
  throwValue,
} from '../tasks/basic.ts';
import { endWorker, failHook } from '../tasks/crash.ts';

/** `executor`, with a name for the next task. */
const named = (executor: Executor, name: string): Executor => executor.with({ name });

/** What is published of a task, however it ends. */
export function describeEvents(subject: ExecutorSubject): void {
  const { make, gate, check, checkOnWorkers } = subject;
  describeTracing(subject);

  check('a task is submitted, started and settled, and each event says which task, where and when', async () => {
    const heard = new HeardTasks();
    const before = performance.timeOrigin + performance.now();
    const executor = make();
    const future = named(executor, 'the task').submit(double, 21);
    expect(heard.events.map(({ event }) => event)).toEqual(['submitted']);
    await future;
    const after = performance.timeOrigin + performance.now();
    const [submitted, started, settled] = heard.events;
    const about = {
      id: submitted?.id,
      parent: undefined,
      name: 'the task',
      executor: executor.constructor.name,
      pool: submitted?.pool,
      calls: 1,
      time: expect.any(Number) as unknown,
    };
    expect(submitted).toStrictEqual({ ...about, event: 'submitted' });
    expect(started).toStrictEqual({ ...about, event: 'started', attempt: 1 });
    expect(settled).toStrictEqual({ ...about, event: 'settled', status: 'fulfilled', failed: 0 });
    expect(heard.events).toHaveLength(3);
    const times = [before, ...heard.events.map(({ time }) => time), after];
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    heard.expectSound();
  });

  check('each task and each executor has a number of its own', async () => {
    const heard = new HeardTasks();
    const [first, second] = [make({ maxWorkers: 2 }), make()];
    await Promise.all([1, 2, 3].flatMap((n) => [first.submit(double, n), second.submit(double, n)]));
    expect(new Set(heard.events.map(({ id }) => id)).size).toBe(6);
    expect(heard.stories.map(({ submitted }) => submitted.pool === heard.events[0]?.pool)).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
    ]);
    heard.expectSound();
  });

  check('a task that fails, is cancelled or aborted, or takes too long, is settled accordingly', async () => {
    const heard = new HeardTasks();
    const executor = make({ graceMs: 60_000 });
    const doors = await gate();
    await named(executor, 'fails').submit(throwRangeError, 'no').exception();
    await named(executor, 'throws undefined').submit(throwValue, undefined).exception();
    named(executor, 'cancelled').submit(double, 1).cancel();
    const late = executor.with({ name: 'late', timeout: 20 }).submit(passGateOrStop, doors.port, 'late');
    await late.exception();
    const aborted = named(executor, 'aborted').submit(passGateOrStop, doors.port, 'aborted');
    await doors.visitors(2);
    const reason = new Error('the user left');
    aborted.abort(reason);
    aborted.abort(reason);
    const signal = AbortSignal.abort(reason);
    executor.with({ name: 'aborted signal', signal }).submit(double, 1);
    await named(executor, 'succeeds').submit(double, 1);
    expect(heard.lines).toEqual({
      fails: ['submitted', 'started 1', 'rejected'],
      'throws undefined': ['submitted', 'started 1', 'rejected'],
      cancelled: ['submitted', 'cancelled'],
      late: ['submitted', 'started 1', 'rejected'],
      aborted: ['submitted', 'started 1', 'cancelled'],
      'aborted signal': ['submitted', 'cancelled'],
      succeeds: ['submitted', 'started 1', 'fulfilled'],
    });
    const settled = Object.fromEntries(heard.stories.map((story) => [story.submitted.name, story.settled]));
    expect(settled['fails']).toMatchObject({ error: { name: 'RangeError', message: 'no' } });
    expect(settled['throws undefined']).toMatchObject({ error: undefined });
    expect(settled['cancelled']).toMatchObject({ reason: undefined });
    expect(settled['late']).toMatchObject({ error: executorErrors.timeout });
    expect([settled['aborted'], settled['aborted signal']]).toMatchObject([{ reason }, { reason }]);
    heard.expectSound();
  });

  check('a task whose arguments fail or are cancelled is settled, and never starts', async () => {
    const heard = new HeardTasks();
    const executor = make();
    const [bad, gone, fine] = [new Future<number>(), new Future<number>(), new Future<number>()];
    const failed = named(executor, 'failed').submit(double, bad);
    named(executor, 'cancelled').submit(double, gone);
    const done = named(executor, 'done').submit(double, fine);
    expect(heard.stories.map(({ lines }) => lines)).toEqual([['submitted'], ['submitted'], ['submitted']]);
    bad.setException(new Error('no'));
    gone.cancel();
    fine.setResult(1);
    await Promise.all([failed.exception(), done]);
    expect(heard.lines).toEqual({
      failed: ['submitted', 'rejected'],
      cancelled: ['submitted', 'cancelled'],
      done: ['submitted', 'started 1', 'fulfilled'],
    });
    expect(heard.stories[0]?.settled).toMatchObject({ error: executorErrors.dependency });
    heard.expectSound();
  });

  check('each try starts, and the last one settles', async () => {
    const heard = new HeardTasks();
    const view = make().with({ retries: 2, backoff: 0 });
    await named(view, 'twice').submit(succeedAtTry, 2);
    await named(view, 'in vain').submit(succeedAtTry, 4).exception();
    expect(heard.lines).toEqual({
      twice: ['submitted', 'started 1', 'started 2', 'fulfilled'],
      'in vain': ['submitted', 'started 1', 'started 2', 'started 3', 'rejected'],
    });
    heard.expectSound();
  });

  check(
    'a map submits a task an item or a chunk, which says how many calls it makes, and how many failed',
    async () => {
      const heard = new HeardTasks();
      const executor = make();
      const items = [1, 2, 3, 4, 5];
      await named(executor, 'alone').map(double, items).toArray();
      await named(executor, 'chunks').map(doubleAllButThree, items, { chunkSize: 2, settled: true }).toArray();
      const said = heard.stories.map(({ submitted, settled }) => [submitted.name, submitted.calls, settled]);
      const ends = (failed: number): unknown => expect.objectContaining({ status: 'fulfilled', failed });
      expect(said).toEqual([
        ...items.map(() => ['alone', 1, ends(0)]),
        ['chunks', 2, ends(0)],
        ['chunks', 2, ends(1)],
        ['chunks', 1, ends(0)],
      ]);
      heard.expectSound();
    },
  );

  check('whatever shutdown, a cancelled map and submit after it leave behind is settled', async () => {
    const heard = new HeardTasks();
    const executor = make();
    const doors = await gate();
    const running = named(executor, 'running').submit(passGate, doors.port, 'a');
    await doors.visitor();
    const results = named(executor, 'map').map(double, [1]);
    await results.return?.();
    named(executor, 'pending').submit(double, 1);
    named(executor, 'blocked').submit(double, new Future<number>());
    const over = executor.shutdown({ cancelFutures: true });
    await failureOf(() => named(executor, 'refused').submit(double, 1));
    doors.open();
    await Promise.all([over, running]);
    expect(heard.lines).toEqual({
      running: ['submitted', 'started 1', 'fulfilled'],
      map: ['submitted', 'cancelled'],
      pending: ['submitted', 'cancelled'],
      blocked: ['submitted', 'cancelled'],
    });
    heard.expectSound();
  });

  check('a failing initializer settles all that was submitted', async () => {
    const heard = new HeardTasks();
    const executor = make({ initializer: failHook });
    const futures = [1, 2, 3].map((n) => executor.submit(double, n));
    await Promise.all(futures.map((future) => future.exception()));
    expect(heard.stories.map(({ settled }) => settled)).toMatchObject(
      futures.map(() => ({ status: 'rejected', error: executorErrors.broken })),
    );
    heard.expectSound();
  });

  checkOnWorkers('a task whose worker dies, or whose argument cannot cross over, is settled', async () => {
    const heard = new HeardTasks();
    const executor = make();
    await named(executor, 'crashes').submit(endWorker, 'process.exit(3)').exception();
    await executor.with({ name: 'again', retries: 1, backoff: 0 }).submit(endWorker, 'process.exit(3)').exception();
    await named(executor, 'uncloneable')
      .submit(throwValue, () => {})
      .exception();
    expect(heard.lines).toMatchObject({
      crashes: ['submitted', 'started 1', 'rejected'],
      again: ['submitted', 'started 1', 'started 2', 'rejected'],
    });
    const errors = heard.stories.map(({ settled }) => settled);
    const { crashed, transfer } = executorErrors;
    expect(errors).toMatchObject([{ error: crashed }, { error: crashed }, { error: transfer }]);
    heard.expectSound();
  });

  checkOnWorkers('a task that runs once more after its worker died is at the same try', async () => {
    const heard = new HeardTasks();
    const executor = make({ onCrash: 'retry' });
    await executor.submit(endWorker, 'process.exit(3)').exception();
    expect(heard.stories.map(({ lines }) => lines)).toEqual([['submitted', 'started 1', 'rejected']]);
  });

  checkOnWorkers(
    'a pool that breaks settles what runs, what waits for a worker, and what waits for its arguments',
    async () => {
      const heard = new HeardTasks();
      const executor = make({ onCrash: 'break' });
      const futures = [
        executor.submit(endWorker, 'process.exit(3)'),
        executor.submit(double, 1),
        executor.submit(double, new Future<number>()),
      ];
      await Promise.all(futures.map((future) => future.exception()));
      expect(heard.stories.map(({ lines }) => lines)).toEqual([
        ['submitted', 'started 1', 'rejected'],
        ['submitted', 'rejected'],
        ['submitted', 'rejected'],
      ]);
      heard.expectSound();
    },
  );
}
