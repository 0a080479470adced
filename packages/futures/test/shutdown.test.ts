import { describe, expect, test, vi } from 'vitest';
import { currentTask, EventLoopExecutor, Future, ShutdownError } from '../src/index.ts';
import { Door, failure, isPending, thrown, turn, wrong } from './support/help.ts';

describe('shutdown', () => {
  test('never throws: bad options reject, and the pool stays open', async () => {
    const executor = new EventLoopExecutor();
    for (const options of [null, 1, { wait: 1 }, { wait: null }, { cancelFutures: 'yes' }]) {
      expect(await failure(executor.shutdown(wrong(options)))).toBeInstanceOf(TypeError);
    }
    expect(await executor.submit(() => 1)).toBe(1);
    await executor.shutdown();
    const error = thrown(() => executor.submit(() => 1));
    expect(error).toBeInstanceOf(ShutdownError);
    expect(error).toMatchObject({ name: 'ShutdownError', code: 'ERR_EXECUTOR_SHUTDOWN' });
  });

  test('waits for tasks that wait for their arguments, and for further tries', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const executor = new EventLoopExecutor({ maxWorkers: 1 });
    const input = new Future<number>();
    const waiting = executor.submit((n: number) => n, input);
    const retrying = executor.with({ retries: 1, backoff: 100 }).submit(() => {
      if (currentTask()?.attempt === 1) {
        throw new Error('once');
      }
      return 'twice';
    });
    await turn();
    const over = executor.shutdown();
    expect(await isPending(over)).toBe(true);
    await vi.advanceTimersByTimeAsync(100);
    expect(await retrying).toBe('twice');
    expect(await isPending(over)).toBe(true);
    input.setResult(1);
    await over;
    expect(await waiting).toBe(1);
    vi.useRealTimers();
  });

  test('cancelFutures cancels what waits for its arguments; one that backs off fails with its error', async () => {
    const executor = new EventLoopExecutor({ maxWorkers: 1 });
    const input = new Future<number>();
    const waiting = executor.submit((n: number) => n, input);
    const error = new Error('of the first try');
    const retrying = executor.with({ retries: 1, backoff: Infinity }).submit(() => {
      throw error;
    });
    await turn();
    expect([waiting.state, retrying.state]).toEqual(['pending', 'running']);
    await executor.shutdown({ cancelFutures: true });
    expect(waiting.state).toBe('cancelled');
    expect(await failure(retrying)).toBe(error);
    input.setResult(1);
  });

  test('cancelFutures of a later shutdown, too; both resolve', async () => {
    const door = new Door();
    const executor = new EventLoopExecutor({ maxWorkers: 1 });
    const running = executor.submit(door.pass, 1);
    const pending = executor.submit(() => 2);
    await turn();
    const first = executor.shutdown();
    const second = executor.shutdown({ cancelFutures: true });
    expect([running.state, pending.state]).toEqual(['running', 'cancelled']);
    expect(await isPending(Promise.race([first, second]))).toBe(true);
    await door.open();
    await Promise.all([first, second]);
    expect(executor.stats()).toMatchObject({ done: 1, cancelled: 1, pending: 0, running: 0 });
  });

  test('waits for an aborted task that still runs', async () => {
    const door = new Door();
    const executor = new EventLoopExecutor({ maxWorkers: 1, graceMs: Infinity });
    const running = executor.submit(door.pass, 1);
    await turn();
    running.abort();
    const over = executor.shutdown();
    expect(await isPending(over)).toBe(true);
    await door.open();
    await over;
  });

  test('a callback of a cancelled one may cancel and submit, and finds it shut down', async () => {
    const executor = new EventLoopExecutor({ maxWorkers: 1 });
    const [first, second] = [executor.submit(() => 1), executor.submit(() => 2)];
    const seen: unknown[] = [];
    first.addDoneCallback(() => {
      seen.push(second.cancel(), (thrown(() => executor.submit(() => 3)) as ShutdownError).code);
    });
    await executor.shutdown({ cancelFutures: true });
    expect(seen).toEqual([true, 'ERR_EXECUTOR_SHUTDOWN']);
    expect(executor.stats()).toMatchObject({ cancelled: 2, pending: 0 });
  });

  test('inside a task it waits for the others, pending ones included, on one worker too', async () => {
    const executor = new EventLoopExecutor({ maxWorkers: 1 });
    const order: string[] = [];
    const inside = executor.submit(async () => {
      await executor.shutdown();
      order.push('inside');
    });
    executor.submit(async () => {
      await turn();
      order.push('other');
    });
    await inside;
    expect(order).toEqual(['other', 'inside']);
    await executor.shutdown();
  });

  test('two tasks at once, one of them twice, and one from outside: all resolve', async () => {
    const executor = new EventLoopExecutor({ maxWorkers: 2 });
    const door = new Door();
    const twice = executor.submit(async () => {
      await door.pass(0);
      await Promise.all([executor.shutdown(), executor.shutdown({ cancelFutures: true })]);
    });
    const once = executor.submit(async () => {
      await door.pass(0);
      await executor.shutdown();
    });
    await turn();
    const outside = executor.shutdown();
    await door.open();
    await Promise.all([twice, once, outside]);
    expect(executor.stats()).toMatchObject({ done: 2, running: 0 });
  });
});

describe('the tasks of one pool', () => {
  test('of the same priority run as submitted, lower priorities first, on several workers too', async () => {
    await using executor = new EventLoopExecutor({ maxWorkers: 2 });
    const order: string[] = [];
    for (const [index, priority] of [3, 0, 2, 0, 1, 2, 0].entries()) {
      executor.with({ priority }).submit(() => {
        order.push(`${priority}:${index}`);
      });
    }
    await turn();
    expect(order).toEqual(['0:1', '0:3', '0:6', '1:4', '2:2', '2:5', '3:0']);
  });

  test('a task that lends its slot while it waits has it back before another starts', async () => {
    await using executor = new EventLoopExecutor({ maxWorkers: 1 });
    let running = 0;
    let most = 0;
    const busy = async (): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      await turn();
      running -= 1;
    };
    const nested = executor.submit(async () => {
      await executor.submit(busy);
      await busy();
    });
    const others = [1, 2, 3].map(() => executor.submit(busy));
    await Promise.all([nested, ...others]);
    expect(most).toBe(1);
    expect(executor.stats()).toMatchObject({ idle: 1, done: 5 });
  });

  test('an aborted wait inside a task takes the slot back at once', async () => {
    await using executor = new EventLoopExecutor({ maxWorkers: 1 });
    const door = new Door();
    const controller = new AbortController();
    const inner: Future<number>[] = [];
    const outer = executor.submit(async () => {
      const future = executor.submit(door.pass, 1);
      inner.push(future);
      const error = await failure(future.result({ signal: controller.signal }));
      await door.pass(2);
      return error;
    });
    await turn();
    controller.abort('enough');
    await turn();
    const next = executor.submit(() => 3);
    await turn();
    expect([door.waiting, next.state]).toEqual([2, 'pending']);
    await door.open(1); // the inner one ends: the outer still has the slot
    expect([inner[0]?.state, next.state]).toEqual(['finished', 'pending']);
    await door.open();
    expect(await outer).toBe('enough');
    expect(await next).toBe(3);
    expect(executor.stats()).toMatchObject({ idle: 1, done: 3 });
  });
});
