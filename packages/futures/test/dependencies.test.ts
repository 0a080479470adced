import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DependencyError, EventLoopExecutor, Future } from '../src/index.ts';
import { failure, turn } from './support/help.ts';

const size = 10_000;
const increment = (n: number): number => n + 1;
const sum = (...numbers: number[]): number => numbers.reduce((total, n) => total + n, 0);

describe('dependencies', () => {
  test('a chain of 10,000 completes on one worker, whether its start is done or not', async () => {
    await using executor = new EventLoopExecutor({ maxWorkers: 1 });
    for (const isLate of [true, false]) {
      const start = new Future<number>();
      if (!isLate) {
        start.setResult(0);
      }
      let last = start;
      for (let link = 0; link < size; link += 1) {
        last = executor.submit(increment, last);
      }
      if (isLate) {
        start.setResult(0);
      }
      expect(await last).toBe(size);
    }
  });

  test('a diamond of 10,000 completes on one worker', async () => {
    await using executor = new EventLoopExecutor({ maxWorkers: 1 });
    const top = executor.submit(() => 1);
    const middle = Array.from({ length: size }, () => executor.submit(increment, top));
    expect(await executor.submit(sum, ...middle)).toBe(2 * size);
  });

  test('the failure of the first of 10,000 fails all, its cancel cancels all, without a deep stack', async () => {
    await using executor = new EventLoopExecutor({ maxWorkers: 1 });
    for (const how of ['fail', 'cancel'] as const) {
      const start = new Future<number>();
      const chain = [executor.submit(increment, start)];
      for (let link = 1; link < size; link += 1) {
        chain.push(executor.submit(increment, chain.at(-1) ?? start));
      }
      for (const future of chain) {
        future.catch(() => {});
      }
      if (how === 'fail') {
        start.exception();
        start.setException(new Error('the start'));
        expect(await chain.at(-1)?.exception()).toBeInstanceOf(DependencyError);
      } else {
        start.cancel();
        expect(chain.at(-1)?.state).toBe('cancelled');
      }
      expect(chain.every((future) => future.done())).toBe(true);
    }
    expect(executor.stats()).toMatchObject({ pending: 0, failed: size, cancelled: size });
  });

  test('one that fails settles the task at once, also while another is still to come', async () => {
    await using executor = new EventLoopExecutor({ maxWorkers: 1 });
    const [first, second] = [new Future<number>(), new Future<number>()];
    const future = executor.submit(sum, first, second);
    second.exception();
    second.setException(null);
    const error = await failure(future);
    expect(error).toBeInstanceOf(DependencyError);
    expect(error).toMatchObject({ code: 'ERR_DEPENDENCY', cause: null });
    expect((error as Error).message).toContain('argument 1');
    first.setResult(1);
  });

  test('only a top-level argument is one; any other value stays as it is', async () => {
    await using executor = new EventLoopExecutor();
    const inner = new Future<number>();
    const [list, promise, value] = [[inner], Promise.resolve(1), undefined];
    const seen = await executor.submit((...args: unknown[]) => args, ...([list, promise, value] as never[]));
    expect(seen[0]).toBe(list);
    expect(seen[1]).toBe(promise);
    expect(seen).toHaveLength(3);
  });

  test('the signal of a view cancels what waits for an argument', async () => {
    await using executor = new EventLoopExecutor();
    const controller = new AbortController();
    const input = new Future<number>();
    const future = executor.with({ signal: controller.signal }).submit(increment, input);
    controller.abort('enough');
    expect(await failure(future)).toMatchObject({ code: 'ERR_CANCELLED', cause: 'enough' });
    input.setResult(1);
    await turn();
    expect(executor.stats()).toMatchObject({ pending: 0, cancelled: 1, done: 0 });
  });

  test('it is queued when its arguments are done: behind those that were in the line', async () => {
    await using executor = new EventLoopExecutor({ maxWorkers: 1 });
    const order: string[] = [];
    const note = (name: string): void => {
      order.push(name);
    };
    const input = new Future<string>();
    executor.submit(note, input);
    executor.submit(note, 'second');
    input.setResult('first');
    executor.submit(note, 'third');
    await turn();
    expect(order).toEqual(['second', 'first', 'third']);
  });

  test('any graph completes on one worker, with the values of plain calls', async () => {
    const graph = fc.array(
      fc.record({ uses: fc.array(fc.nat(), { maxLength: 4 }), fails: fc.boolean(), priority: fc.nat(3) }),
      { minLength: 1, maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(graph, fc.integer({ min: 1, max: 3 }), fc.nat(9), async (nodes, maxWorkers, rarely) => {
        await using executor = new EventLoopExecutor({ maxWorkers });
        const futures: Future<number>[] = [];
        const expected: (number | 'failed')[] = [];
        for (const [index, { uses, fails, priority }] of nodes.entries()) {
          const own = fails && index % 10 === rarely;
          const sources = index === 0 ? [] : uses.map((use) => use % index);
          const call = async (...numbers: number[]): Promise<number> => {
            await Promise.resolve();
            if (own) {
              throw new Error('no');
            }
            return sum(index, ...numbers);
          };
          futures.push(
            executor.with({ priority }).submit(call, ...sources.map((source) => futures[source] as Future<number>)),
          );
          const values = sources.map((source) => expected[source]);
          expected.push(own || values.includes('failed') ? 'failed' : sum(index, ...(values as number[])));
        }
        const ends = await Promise.allSettled(futures);
        expect(ends.map((end) => (end.status === 'fulfilled' ? end.value : 'failed'))).toEqual(expected);
        expect(executor.stats()).toMatchObject({ pending: 0, running: 0 });
      }),
    );
  });
});
