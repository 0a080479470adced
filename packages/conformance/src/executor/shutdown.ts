// Longer than most: every option of `shutdown`, with tasks in every place that a task can stand in.
import { asCompleted, type Executor, Future, wait } from '@heddle/futures';
import { expect, onTestFinished } from 'vitest';
import { executorErrors, type ExecutorSubject, failureOf, until } from './subject.ts';
import {
  add,
  awaitShutDownInside,
  awaitShutDownLater,
  double,
  echo,
  passGate,
  passGateAs,
  shutDownInside,
  submitInside,
  succeedAtTry,
  throwRangeError,
} from '../tasks/basic.ts';
import { exitAtGate, failAtGate, gateVariable, noteAtGate, shutDownWith } from '../tasks/life.ts';

const options = [
  { wait: true, cancelFutures: false },
  { wait: true, cancelFutures: true },
  { wait: false, cancelFutures: false },
  { wait: false, cancelFutures: true },
];

export function describeShutdown({ make, gate, group, check, checkOnWorkers }: ExecutorSubject): void {
  for (const given of options) {
    const called = `{ wait: ${given.wait}, cancelFutures: ${given.cancelFutures} }`;

    check(`shutdown with ${called} finds each task where it stands`, async () => {
      const executor = make({ maxWorkers: 2 });
      const doors = await gate();
      const finished = executor.submit(double, 1);
      const failed = executor.submit(throwRangeError, 'no');
      await wait([finished, failed]);
      expect(await failed.exception()).toBeInstanceOf(RangeError);
      const running = executor.submit(passGate, doors.port, 'a');
      await doors.visitor();
      const backsOff = Promise.withResolvers<void>();
      const retried = executor
        .with({
          retries: 1,
          backoff: () => {
            backsOff.resolve();
            return given.cancelFutures ? Infinity : 1;
          },
        })
        .submit(succeedAtTry, 2);
      const input = new Future<number>();
      const blocked = [executor.submit(double, input), executor.submit(add, executor.submit(double, input), 1)];
      const afterRunning = executor.submit(passGate, doors.port, running);
      await backsOff.promise;
      const pending = [executor.submit(double, 2), executor.with({ priority: 1 }).submit(double, 3)];
      const all = [...blocked, afterRunning, ...pending];
      const [waiting, next] = [wait(all), asCompleted(pending).next()];
      let isOver = false;
      const over = executor.shutdown(given).then(() => {
        isOver = true;
      });
      expect(await failureOf(() => executor.submit(double, 1))).toMatchObject(executorErrors.shutdown);
      const state = given.cancelFutures ? 'cancelled' : 'pending';
      expect(blocked.map((future) => future.state)).toEqual([state, state]);
      expect([running.state, finished.state, failed.state]).toEqual(['running', 'finished', 'finished']);
      if (given.cancelFutures) {
        expect(all.map((future) => future.state)).toEqual(all.map(() => 'cancelled'));
        expect([(await waiting).notDone.size, (await next).done]).toEqual([0, false]); // they hear of it at once
        expect(await failureOf(retried)).toMatchObject({ name: 'RangeError', message: 'try 1' });
      } else {
        expect(await Promise.all(pending)).toEqual([4, 6]);
        expect(await retried).toBe(2);
      }
      if (given.wait) {
        expect([isOver, running.state]).toEqual([false, 'running']);
      } else {
        await over;
        expect(running.state).toBe('running');
      }
      input.setResult(4);
      doors.open();
      await over;
      expect([await running, await finished]).toEqual(['a', 2]);
      if (!given.cancelFutures) {
        expect(await Promise.all([...blocked, afterRunning])).toEqual([8, 9, 'a']);
      }
      await executor.shutdown();
      const counts = given.cancelFutures ? { done: 2, failed: 2, cancelled: 6 } : { done: 9, failed: 1, cancelled: 0 };
      expect(executor.stats()).toMatchObject({ ...counts, pending: 0, running: 0 });
    });
  }

  group('shutdown while the initializer runs', () => {
    for (const given of options) {
      check(`wait: ${given.wait}, cancelFutures: ${given.cancelFutures}`, async () => {
        const doors = await gate();
        process.env[gateVariable] = `${doors.port}`;
        onTestFinished(() => {
          delete process.env[gateVariable];
        });
        const executor = make({ maxWorkers: 1, initializer: noteAtGate });
        const futures = [1, 2, 3].map((n) => executor.submit(double, n));
        await doors.visitor();
        let isOver = false;
        const over = executor.shutdown(given).then(() => {
          isOver = true;
        });
        const state = given.cancelFutures ? 'cancelled' : 'pending';
        expect(futures.map((future) => future.state)).toEqual([state, state, state]);
        if (!given.wait) {
          await over;
        } else if (!given.cancelFutures) {
          expect(isOver).toBe(false);
        }
        doors.open();
        await over;
        if (!given.cancelFutures) {
          expect(await Promise.all(futures)).toEqual([2, 4, 6]);
        }
        await executor.shutdown();
      });
    }

    check('which then fails', async () => {
      const doors = await gate();
      process.env[gateVariable] = `${doors.port}`;
      onTestFinished(() => {
        delete process.env[gateVariable];
      });
      const executor = make({ maxWorkers: 1, initializer: failAtGate });
      const future = executor.submit(double, 1);
      await doors.visitor();
      const over = executor.shutdown();
      doors.open();
      await over;
      expect(await failureOf(future)).toMatchObject(executorErrors.broken);
    });
  });

  check('shutdown again, and of an idle or unused pool, resolves; what finished keeps its outcome', async () => {
    const executor = make();
    const done = executor.submit(double, 21);
    const failed = executor.submit(throwRangeError, 'no');
    await wait([done, failed]);
    await executor.shutdown();
    await executor.shutdown({ cancelFutures: true });
    await executor[Symbol.asyncDispose]();
    expect(await done).toBe(42);
    expect(await failed.exception()).toBeInstanceOf(RangeError);
    await make().shutdown();
  });

  check('a second shutdown cancels what still waits, and each resolves when it should', async () => {
    const executor = make();
    const doors = await gate();
    const running = executor.submit(passGate, doors.port, 'a');
    await doors.visitor();
    const pending = executor.submit(double, 1);
    const ends: string[] = [];
    const first = executor.shutdown().then(() => ends.push('first'));
    expect(pending.state).toBe('pending');
    await executor.shutdown({ wait: false, cancelFutures: true });
    expect([pending.state, running.state, ...ends]).toEqual(['cancelled', 'running']);
    const third = executor.shutdown({ wait: true }).then(() => ends.push('third'));
    doors.open();
    await Promise.all([first, third]);
    expect(ends).toEqual(['first', 'third']);
    expect(await running).toBe('a');
  });

  check('of a view it is the shutdown of the pool', async () => {
    const executor = make();
    const view = executor.with({ priority: 1 });
    expect(await view.submit(double, 1)).toBe(2);
    await view.shutdown();
    expect(await failureOf(() => executor.submit(double, 1))).toMatchObject(executorErrors.shutdown);
  });

  check('cancelFutures releases those who wait for a future or the items of a map, at once', async () => {
    const executor = make();
    const doors = await gate();
    const map = executor.map(passGateAs, [
      { port: doors.port, text: 'a' },
      { port: doors.port, text: 'b' },
    ]);
    const visitor = await doors.visitor();
    const pending = executor.submit(double, 1);
    const waiters = [failureOf(pending), failureOf(pending.result()), failureOf(pending.exception())];
    const settled = executor.map(double, [1, 2], { settled: true }).toArray();
    void executor.shutdown({ cancelFutures: true });
    for (const error of await Promise.all(waiters)) {
      expect(error).toMatchObject(executorErrors.cancelled);
    }
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    visitor.letIn();
    expect(await map.next()).toEqual({ done: false, value: 'a' }); // it ran
    expect(await failureOf(map.next())).toMatchObject(executorErrors.cancelled);
  });

  check('a map that is being read goes on with what was submitted, and then fails', async () => {
    const executor = make();
    const pulled: number[] = [];
    let isClosed = false;
    function* source(): Generator<number> {
      try {
        for (let n = 1; n <= 10; n += 1) {
          pulled.push(n);
          yield n;
        }
      } finally {
        isClosed = true;
      }
    }
    const whole = executor.map(double, [1, 2, 3]);
    const lazy = executor.map(double, source(), { bufferSize: 2 });
    expect(await lazy.next()).toEqual({ done: false, value: 2 });
    const over = executor.shutdown();
    expect(await whole.toArray()).toEqual([2, 4, 6]);
    const values: number[] = [];
    const failure = await failureOf(async () => {
      for await (const value of lazy) {
        values.push(value);
      }
    });
    expect(failure).toMatchObject(executorErrors.shutdown);
    expect(values).toEqual([4, 6, 8].slice(0, values.length));
    expect([pulled.length < 10, isClosed]).toEqual([true, true]);
    await over;
  });

  check('await using shuts down and waits', async () => {
    let future: Future<string>;
    {
      await using executor = make();
      const doors = await gate();
      future = executor.submit(passGate, doors.port, 'a');
      doors.open();
    }
    expect(future.state).toBe('finished');
  });

  check('await using on a block that throws: its tasks end, and its error comes out', async () => {
    const doors = await gate();
    const futures: Future<unknown>[] = [];
    const reason = new Error('of the block');
    const failure = failureOf(async () => {
      await using executor = make();
      futures.push(executor.submit(passGate, doors.port, 'a'), executor.submit(throwRangeError, 'of the task'));
      throw reason;
    });
    await doors.visitor();
    expect(futures.map(({ state }) => state)).toEqual(['running', 'pending']);
    doors.open();
    expect(await failure).toBe(reason);
    expect(futures.map(({ state }) => state)).toEqual(['finished', 'finished']);
    expect(await futures[1]?.exception()).toBeInstanceOf(RangeError);
  });

  check('map of an executor that is shut down rejects the first next, or throws', async () => {
    const executor = make();
    await executor.shutdown();
    expect(await failureOf(executor.map(double, [1]).toArray())).toMatchObject(executorErrors.shutdown);
  });

  check('shutdown inside one of its own tasks waits for the others', async () => {
    const executor = make({ maxWorkers: 2 });
    const doors = await gate();
    const inside = executor.submit(shutDownInside, doors.port);
    const other = executor.submit(passGate, doors.port, 'other');
    const visitors = await doors.visitors(2);
    visitors.find(({ text }) => text === 'shuts down')?.letIn();
    visitors.find(({ text }) => text === 'other')?.letIn();
    expect(await inside).toBe('shut down');
    expect(other.state).toBe('finished');
    await executor.shutdown();
  });

  for (const given of options) {
    check(`inside a task, with wait: ${given.wait}, cancelFutures: ${given.cancelFutures}`, async () => {
      const executor = make();
      const doors = await gate();
      const inside = executor.submit(shutDownWith, doors.port, given);
      const visitor = await doors.visitor();
      const pending = executor.submit(passGate, doors.port, 'pending');
      const waiting = wait([pending]);
      visitor.letIn();
      if (given.cancelFutures) {
        await waiting;
        expect([pending.state, inside.state]).toEqual(['cancelled', 'running']);
      }
      const isFirst = given.wait && !given.cancelFutures; // it lends its place to what it waits for
      const next = await doors.visitor();
      expect(next.text).toBe(isFirst ? 'pending' : 'shut down');
      expect(inside.state).toBe('running');
      doors.open();
      expect(await inside).toBe('shut down');
      await executor.shutdown();
      expect(pending.state).toBe(given.cancelFutures ? 'cancelled' : 'finished');
    });
  }

  check('nor for those that wait for them, in their tasks or for their arguments', async () => {
    const executor = make();
    const doors = await gate();
    const outer = executor.submit(awaitShutDownInside, doors.port);
    const dependent = executor.submit(echo, outer);
    const visitor = await doors.visitor();
    const other = executor.submit(double, 21);
    visitor.letIn();
    expect(await Promise.all([outer, dependent, other])).toEqual(['shut down', 'shut down', 42]);
    await executor.shutdown();
  });

  check('nor for one that begins to wait for them only then', async () => {
    const executor = make({ maxWorkers: 2 });
    const doors = await gate();
    const outer = executor.submit(awaitShutDownLater, doors.port);
    const visitors = await doors.visitors(2);
    visitors.find(({ text }) => text === 'shuts down')?.letIn();
    await until(() => isShutDown(executor));
    visitors.find(({ text }) => text === 'waits later')?.letIn();
    expect(await outer).toBe('shut down');
    await executor.shutdown();
  });

  check('two tasks that shut their executor down do not wait for each other', async () => {
    const executor = make({ maxWorkers: 2 });
    const doors = await gate();
    const both = [executor.submit(shutDownInside, doors.port), executor.submit(shutDownInside, doors.port)];
    await doors.visitors(2);
    doors.open();
    expect(await Promise.all(both)).toEqual(['shut down', 'shut down']);
  });

  check('after shutdown a running task cannot submit', async () => {
    const executor = make();
    const doors = await gate();
    const inside = executor.submit(submitInside, doors.port);
    await doors.visitor();
    const over = executor.shutdown();
    doors.open();
    expect(await inside).toBe('ERR_EXECUTOR_SHUTDOWN');
    await over;
  });

  checkOnWorkers('a pool that breaks while it shuts down ends all the same', async () => {
    const executor = make({ onCrash: 'break' });
    const doors = await gate();
    const running = executor.submit(exitAtGate, doors.port);
    await doors.visitor();
    const pending = executor.submit(double, 1);
    const ends = [executor.shutdown(), executor.shutdown({ wait: false })];
    doors.open();
    await Promise.all(ends);
    expect(await failureOf(running)).toMatchObject(executorErrors.broken);
    expect(await failureOf(pending)).toMatchObject(executorErrors.broken);
    await executor.shutdown({ cancelFutures: true });
    expect(executor.stats()).toMatchObject({ workers: 0, failed: 2, cancelled: 0 });
  });

  checkOnWorkers(
    'a worker that dies while the pool shuts down loses what it ran, and the rest still runs',
    async () => {
      const executor = make();
      const doors = await gate();
      const running = executor.submit(exitAtGate, doors.port);
      await doors.visitor();
      const pending = executor.submit(double, 21);
      const over = executor.shutdown();
      doors.open();
      await over;
      expect(await failureOf(running)).toMatchObject(executorErrors.crashed);
      expect(await pending).toBe(42);
      expect(executor.stats().workers).toBe(0);
    },
  );
}

function isShutDown(executor: Executor): boolean {
  try {
    return !executor.submit(double, 1).cancel();
  } catch {
    return true;
  }
}
