import { channel } from 'node:diagnostics_channel';
import { describe, expect, test } from 'vitest';
import { EventLoopExecutor, Future, type MapResults } from '../src/index.ts';
import { Door, failure, turn } from './support/help.ts';

const many = Array.from({ length: 1_000 }, (_, n) => n);

/** An executor whose one worker is taken, and a map of many behind that. */
async function makeScene(): Promise<{
  executor: EventLoopExecutor;
  door: Door;
  order: unknown[];
  /** Notes that it runs. */
  note: <T>(item: T) => T;
  /** The end of the map that `results` are of. */
  takeAll: (results: MapResults<number>) => Promise<number[]>;
}> {
  const executor = new EventLoopExecutor({ maxWorkers: 1, graceMs: 0 });
  const door = new Door();
  const order: unknown[] = [];
  void executor.submit(door.pass, 'first');
  await turn();
  return {
    executor,
    door,
    order,
    note: (item) => {
      order.push(item);
      return item;
    },
    takeAll: (results) => {
      const all = results.toArray();
      all.catch(() => {});
      return all;
    },
  };
}

describe('a map of many that waits', () => {
  test('counts as pending at once, and is in the line where it came: before what is submitted later', async () => {
    const { executor, door, order, note, takeAll } = await makeScene();
    const before = executor.submit(note, 'before');
    const all = takeAll(executor.map(note, many));
    expect(executor.stats()).toMatchObject({ pending: 1_001, running: 1 });
    const [after, other] = [executor.submit(note, 'after'), takeAll(executor.map(note, [-1, -2, -3, -4]))];
    expect(executor.stats()).toMatchObject({ pending: 1_006, running: 1 });
    await turn();
    expect(order).toEqual([]);
    await door.open();
    expect(await all).toEqual(many);
    await Promise.all([before, after, other]);
    expect(order).toEqual(['before', ...many, 'after', -1, -2, -3, -4]);
    expect(executor.stats()).toMatchObject({ pending: 0, running: 0, done: 1_007, cancelled: 0 });
    await executor.shutdown();
  });

  test('is overtaken by what has a lower priority, at any time', async () => {
    const { executor, door, order, takeAll } = await makeScene();
    const urgent: Future<unknown>[] = [];
    const note = (item: unknown): void => {
      order.push(item);
      if (item === 500) {
        urgent.push(executor.submit(() => order.push('in the midst')));
      }
    };
    const all = takeAll(executor.with({ priority: 3 }).map(note, many) as unknown as MapResults<number>);
    const later = executor.with({ priority: 4 }).submit(note, 'last');
    const sooner = executor.submit(note, 'urgent');
    await door.open();
    await Promise.all([all, later, sooner, ...urgent]);
    expect(order).toEqual(['urgent', ...many.slice(0, 501), 'in the midst', ...many.slice(501), 'last']);
    await executor.shutdown();
  });

  test.each([1, 7, 2_000])('in chunks of %i it has one place for each of them', async (chunkSize) => {
    const { executor, door, order, note, takeAll } = await makeScene();
    const all = takeAll(executor.map(note, many, { chunkSize }));
    expect(executor.stats().pending).toBe(Math.ceil(1_000 / chunkSize));
    await door.open();
    expect(await all).toEqual(many);
    expect(order).toEqual(many);
    await executor.shutdown();
  });

  test('is cancelled as a whole by shutdown({ cancelFutures: true }), and nothing of it runs', async () => {
    const { executor, door, order, note, takeAll } = await makeScene();
    const all = takeAll(executor.map(note, many));
    const settled = executor.map(note, many, { settled: true }).toArray();
    const over = executor.shutdown({ cancelFutures: true });
    expect(executor.stats()).toMatchObject({ pending: 0, running: 1, cancelled: 2_000 });
    expect(await failure(all)).toMatchObject({ name: 'CancelledError' });
    const reasons = (await settled).map((result) =>
      result.status === 'rejected' ? (result.reason as Error).name : '',
    );
    expect(reasons).toEqual(many.map(() => 'CancelledError'));
    await door.open();
    await over;
    expect(order).toEqual([]);
  });

  test('is waited for by a shutdown that cancels nothing', async () => {
    const { executor, door, note, takeAll } = await makeScene();
    const all = takeAll(executor.map(note, many));
    const over = executor.shutdown();
    await door.open();
    await over;
    expect(executor.stats()).toMatchObject({ pending: 0, done: 1_001 });
    expect(await all).toEqual(many);
  });

  test('fails as a whole as its executor breaks', async () => {
    const started = Promise.withResolvers<never>();
    const executor = new EventLoopExecutor({ maxWorkers: 1, initializer: () => started.promise });
    const all = executor.map((n: number) => n, many, { settled: true }).toArray();
    await turn();
    expect(executor.stats().pending).toBe(1_000);
    started.reject(new RangeError('no connection'));
    const reasons = (await all).map((result) =>
      result.status === 'rejected' ? (result.reason as unknown) : undefined,
    );
    expect(reasons).toMatchObject(many.map(() => ({ name: 'BrokenExecutor', cause: { message: 'no connection' } })));
    expect(new Set(reasons).size).toBe(1_000); // an error of its own for each
    expect(executor.stats()).toMatchObject({ pending: 0, failed: 1_000 });
    await executor.shutdown();
  });

  test('left early, counts as cancelled for the rest, and makes room for what is behind it', async () => {
    const { executor, door, order, note } = await makeScene();
    const results = executor.map(async (n: number) => await door.pass(note(n)), many);
    const behind = executor.submit(note, 'behind');
    await door.open();
    const first = results.next();
    await turn();
    await door.open(1);
    expect((await first).value).toBe(0);
    expect(await results.return?.()).toMatchObject({ done: true });
    expect(executor.stats()).toMatchObject({ pending: 1, running: 1, cancelled: 998 });
    await door.open();
    expect(await behind).toBe('behind');
    expect(order).toEqual([0, 1, 'behind']);
    expect(executor.stats()).toMatchObject({ pending: 0, running: 0, done: 4, cancelled: 998 });
    await executor.shutdown();
  });

  test('left before it has begun, never runs, and a shutdown does not wait for it', async () => {
    const { executor, door, order, note } = await makeScene();
    const results = executor.map(note, many);
    await results.return?.();
    expect(executor.stats()).toMatchObject({ pending: 0, running: 1, cancelled: 1_000 });
    await door.open();
    await executor.shutdown();
    expect(order).toEqual([]);
  });

  test('ends with its first error, and the rest counts as cancelled', async () => {
    const { executor, door, takeAll } = await makeScene();
    const fail = async (n: number): Promise<number> => {
      await door.pass(n);
      if (n === 2) {
        throw new RangeError('two');
      }
      return n;
    };
    const all = takeAll(executor.map(fail, many));
    for (let opened = 0; opened < 4; opened += 1) {
      await door.open(1);
    }
    expect(await failure(all)).toMatchObject({ message: 'two' });
    expect(executor.stats()).toMatchObject({ pending: 0, running: 0, done: 3, failed: 1, cancelled: 997 });
    await executor.shutdown();
  });
});

describe('what cannot wait until its turn comes is there from the start', () => {
  test('a future among the items: one that fails does so at once, and one that is not done lets the others by', async () => {
    const { executor, door, order, note } = await makeScene();
    const [bad, slow] = [new Future<number>(), new Future<number>()];
    const items = many.map((n) => (n === 10 ? bad : n === 20 ? slow : n)) as unknown as number[];
    const results = executor.map(note, items, { settled: true }).toArray();
    expect(executor.stats().pending).toBe(1_000);
    bad.setException(new RangeError('no'));
    expect(executor.stats()).toMatchObject({ pending: 999, failed: 1 });
    await door.open();
    await turn();
    expect(order).toEqual(many.filter((n) => n !== 10 && n !== 20));
    slow.setResult(20);
    expect((await results)[20]).toEqual({ status: 'fulfilled', value: 20 });
    expect(executor.stats()).toMatchObject({ pending: 0, done: 1_000, failed: 1 });
    await executor.shutdown();
  });

  test('the items of a view with a signal: all are aborted as that aborts', async () => {
    const { executor, door, order, note } = await makeScene();
    const controller = new AbortController();
    const results = executor.with({ signal: controller.signal }).map(note, many, { settled: true }).toArray();
    controller.abort('enough');
    expect(executor.stats()).toMatchObject({ pending: 0, running: 1, cancelled: 1_000 });
    const causes = (await results).map((result) =>
      result.status === 'rejected' ? (result.reason as Error).cause : '',
    );
    expect(causes).toEqual(many.map(() => 'enough'));
    await door.open();
    await executor.shutdown();
    expect(order).toEqual([]);
  });

  test('what is heard of: each item is submitted as the map is', async () => {
    const { executor, door, note, takeAll } = await makeScene();
    const events: string[] = [];
    const hear = (event: unknown): void => {
      events.push((event as { event: string }).event);
    };
    channel('heddle:task').subscribe(hear);
    try {
      const all = takeAll(executor.map(note, many));
      expect(events).toEqual(many.map(() => 'submitted'));
      await door.open();
      await all;
      expect(events.filter((event) => event === 'started')).toHaveLength(1_000);
    } finally {
      channel('heddle:task').unsubscribe(hear);
    }
    await executor.shutdown();
  });

  test('the items of a map that a task waits for: its slot is theirs', async () => {
    const executor = new EventLoopExecutor({ maxWorkers: 1 });
    const outer = executor.submit(() => executor.map((n: number) => n, many).toArray());
    expect(await outer).toEqual(many);
    await executor.shutdown();
  });

  test('and of one that came before the task waited for it, and stands behind that', async () => {
    const executor = new EventLoopExecutor({ maxWorkers: 1 });
    const outer = executor.submit(async () => {
      const values: unknown[] = [];
      for (let n = 0; n < 10; n += 1) {
        values.push((await results.next()).value);
      }
      return values;
    });
    const results = executor.map((n: number) => n, many);
    expect(await outer).toEqual(many.slice(0, 10));
    await results.return?.();
    await executor.shutdown();
    expect(executor.stats()).toMatchObject({ pending: 0, running: 0 });
  });
});
