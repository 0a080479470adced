import { Line } from '@heddle/queue/waiting';
import { expect, test, vi } from 'vitest';
import { asCompleted, EventLoopExecutor, FIRST_COMPLETED, Future, wait } from '../src/index.ts';
import { Door, failure, turn } from './support/help.ts';

/** How many stand in all the lines that were joined since this was called. */
function countWaiting(): () => number {
  const add = vi.spyOn(Line.prototype, 'add');
  return () => {
    const lines = new Set(add.mock.contexts as Line<never>[]);
    add.mockRestore();
    expect(lines.size).toBeGreaterThan(0);
    let waiting = 0;
    for (const { size } of lines) {
      waiting += size;
    }
    return waiting;
  };
}

/** Has two more listen to `future`: who is left of before, and alone, then stands in a line with them. */
function addTwo(future: Future<number>): void {
  future.addDoneCallback(() => {});
  future.addDoneCallback(() => {});
}

const aborting = (): { signal: AbortSignal; abort: () => void } => {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort('enough') };
};

test.each<[string, (pending: Future<number>) => Promise<unknown>]>([
  ['result, by its timeout', (future) => failure(future.result({ timeout: 1 }))],
  [
    'exception, by its signal',
    (future) => {
      const { signal, abort } = aborting();
      const waiting = failure(future.exception({ signal }));
      abort();
      return waiting;
    },
  ],
  ['wait, by its timeout', (future) => wait([future], { timeout: 1 })],
  [
    'wait, by its signal',
    (future) => {
      const { signal, abort } = aborting();
      const waiting = failure(wait([future], { signal }));
      abort();
      return waiting;
    },
  ],
  [
    'wait for the first',
    (future) => {
      const other = new Future<number>();
      const waiting = wait([future, other], { returnWhen: FIRST_COMPLETED });
      other.setResult(1);
      return waiting;
    },
  ],
  ['asCompleted, by its timeout', (future) => failure(asCompleted([future], { timeout: 1 }).next())],
  ['asCompleted, left early', (future) => asCompleted([future]).return()],
  [
    'asCompleted, by its signal',
    (future) => {
      const { signal, abort } = aborting();
      const waiting = failure(asCompleted([future], { signal }).next());
      abort();
      return waiting;
    },
  ],
])('a wait that has ended leaves no trace on a future that goes on: %s', async (_name, ended) => {
  const future = new Future<number>();
  const waiting = countWaiting();
  await ended(future);
  addTwo(future);
  expect(waiting()).toBe(2);
});

test('nor does a task that was cancelled while it waited for its arguments', async () => {
  await using executor = new EventLoopExecutor();
  const inputs = [new Future<number>(), new Future<number>()] as const;
  const waiting = countWaiting();
  executor.submit((a: number, b: number) => a + b, ...inputs).cancel();
  inputs.forEach(addTwo);
  expect(waiting()).toBe(4);
});

test('nor does the wait of a task that gave up waiting for another', async () => {
  const executor = new EventLoopExecutor({ maxWorkers: 2 });
  const door = new Door();
  const inner = executor.submit(door.pass, 1);
  await turn();
  const waiting = countWaiting();
  await executor.submit(async () => {
    await failure(inner.result({ timeout: 1 }));
    await wait([inner], { timeout: 1 });
    await failure(asCompleted([inner], { timeout: 1 }).next());
  });
  addTwo(inner);
  expect(waiting()).toBe(2);
  await door.open();
  await executor.shutdown();
});
