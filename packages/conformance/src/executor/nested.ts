import { expect } from 'vitest';
import type { ExecutorSubject } from './subject.ts';
import { double, doubleInside, type How } from '../tasks/basic.ts';
import {
  abortInside,
  cancelInside,
  diamondInside,
  doubleRow,
  doubleTable,
  fanOut,
  submitByPriority,
  submitThroughViews,
  waitTwice,
} from '../tasks/nested.ts';

const rows = [[1, 2, 3], [4], [], [5, 6]];
const doubledRows = [12, 8, 0, 22];

/** A task that submits to its own executor and waits for the outcome: with one worker, unless a test says otherwise. */
export function describeNested({ make, share, gate, check }: ExecutorSubject): void {
  const ofOne = share();

  for (const how of ['await', 'result', 'wait', 'asCompleted', 'map', 'dependency'] satisfies How[]) {
    check(`a task waits for another of its own executor, on one worker: ${how}`, async () => {
      expect(await ofOne().submit(doubleInside, how, 1, 21)).toBe(42);
    });

    check(`so do tasks of three levels, several at once: ${how}`, async () => {
      const executor = ofOne();
      const futures = [1, 2, 3].map((n) => executor.submit(doubleInside, how, 3, n));
      expect(await Promise.all(futures)).toEqual([2, 4, 6]);
      expect(executor.stats()).toMatchObject({ pending: 0, running: 0, failed: 0, cancelled: 0 });
    });
  }

  for (const how of ['await', 'result', 'map', 'dependency'] satisfies How[]) {
    check(`so do tasks of fifty levels: ${how}`, async () => {
      expect(await ofOne().submit(doubleInside, how, 50, 21)).toBe(42);
    });
  }

  for (const how of ['all', 'wait', 'asCompleted'] as const) {
    check(`a task waits for a hundred at once: ${how}`, async () => {
      const executor = make();
      expect(await executor.submit(fanOut, how, 100)).toBe(9_900);
      expect(executor.stats()).toMatchObject({ done: 101, pending: 0, running: 0 });
    });
  }

  for (const chunkSize of [1, 3, 'auto'] as const) {
    check(`a map in a map in a map, in chunks of ${chunkSize}`, async () => {
      const executor = ofOne();
      expect(await executor.map(doubleRow, rows, { chunkSize }).toArray()).toEqual(doubledRows);
      const tables = executor.map(doubleTable, [rows, [], rows], { chunkSize });
      expect(await tables.toArray()).toEqual([doubledRows, [], doubledRows]);
    });
  }

  check('futures of tasks that wait are arguments of others, inside and outside', async () => {
    const executor = make();
    const inner = executor.submit(diamondInside, 20);
    expect(await inner).toBe(20 * 2 + (19 * 20) / 2);
    const waiting = executor.submit(doubleInside, 'await', 2, executor.submit(diamondInside, 3));
    expect(await executor.submit(double, waiting)).toBe((3 * 2 + 3) * 4);
  });

  check('a nested task runs with the options of its view', async () => {
    expect(await make().submit(submitThroughViews)).toEqual([{ name: 'inner', attempt: 1 }, 3, 'try 1', [1, 2, 3]]);
  });

  check('nested tasks run in the order of their priorities', async () => {
    const executor = make();
    const doors = await gate();
    const outer = executor.submit(submitByPriority, doors.port, [2, 0, 1]);
    const order: string[] = [];
    while (order.length < 3) {
      const next = await doors.visitor();
      order.push(next.text);
      next.letIn();
    }
    expect(order).toEqual(['priority 0', 'priority 1', 'priority 2']);
    await outer;
  });

  check('a task may cancel what it submitted, and sees why one failed', async () => {
    const executor = make();
    const outcome = [true, 'cancelled', 'cancelled', 'DependencyError', 'inside', 42];
    expect(await executor.submit(cancelInside)).toEqual(outcome);
    expect(executor.stats()).toMatchObject({ pending: 0, running: 0 });
  });

  check('a task may abort one of its own executor that runs', async () => {
    const executor = make({ maxWorkers: 2 });
    const doors = await gate();
    const outer = executor.submit(abortInside, doors.port);
    const visitors = await doors.visitors(2);
    const stopped = visitors.find(({ text }) => text === 'inner')?.says();
    visitors.find(({ text }) => text === 'outer')?.letIn();
    expect(await stopped).toBe('RangeError: enough');
    expect(await outer).toEqual([true, 'cancelled', 42]);
  });

  check('a task that gives up waiting for another may wait for it again', async () => {
    const executor = make();
    const doors = await gate();
    const outer = executor.submit(waitTwice, doors.port);
    while ((await doors.visitor()).text !== 'outer'); // by then it has given up
    doors.open();
    expect(await outer).toEqual(['TimeoutError', 'outer', 'inner']);
    expect(await executor.submit(double, 21)).toBe(42);
  });

  check('a slot that was lent is back afterwards', async () => {
    const executor = make();
    await executor.submit(doubleInside, 'await', 2, 1);
    expect(await executor.submit(double, 21)).toBe(42);
    expect(executor.stats()).toMatchObject({ running: 0, pending: 0 });
  });
}
