import { expect } from 'vitest';
import type { ExecutorSubject } from './describe-executor-subject.ts';
import { double, doubleInside, type How } from './tasks.ts';

export function describeNested({ make, check }: ExecutorSubject): void {
  for (const how of ['await', 'result', 'wait', 'asCompleted', 'map', 'dependency'] satisfies How[]) {
    check(`a task waits for another of its own executor, on one worker: ${how}`, async () => {
      expect(await make().submit(doubleInside, how, 1, 21)).toBe(42);
    });

    check(`so do tasks of three levels, several at once: ${how}`, async () => {
      const executor = make();
      const futures = [1, 2, 3].map((n) => executor.submit(doubleInside, how, 3, n));
      expect(await Promise.all(futures)).toEqual([2, 4, 6]);
      expect(executor.stats()).toMatchObject({ pending: 0, running: 0, failed: 0, cancelled: 0 });
    });
  }

  check('a slot that was lent is back afterwards', async () => {
    const executor = make();
    await executor.submit(doubleInside, 'await', 2, 1);
    expect(await executor.submit(double, 21)).toBe(42);
    expect(executor.stats()).toMatchObject({ running: 0, pending: 0 });
  });
}
