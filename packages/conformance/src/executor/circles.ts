import { expect } from 'vitest';
import type { ExecutorSubject } from './subject.ts';
import { double } from '../tasks/basic.ts';
import { leaveCircle, waitForDependent, waitForOneself, type Wait, waitInCircle } from '../tasks/circle.ts';

/** Waits that could never end are refused: the first of the two deadlocks that Python's documentation shows. */
export function describeCircles({ make, check }: ExecutorSubject): void {
  for (const how of ['await', 'result', 'Promise.all'] satisfies Wait[]) {
    check(`two tasks that wait for each other both fail, and the pool goes on: ${how}`, async () => {
      const executor = make();
      expect(await executor.submit(waitInCircle, how)).toEqual([
        deadlock('waitOnA → waitOnB → waitOnA'),
        deadlock('waitOnA → waitOnB → waitOnA'),
      ]);
      expect(await executor.submit(double, 21)).toBe(42);
      expect(executor.stats()).toMatchObject({ done: 2, failed: 2, pending: 0, running: 0 });
    });
  }

  for (const how of ['exception', 'wait'] satisfies Wait[]) {
    check(`of two tasks that wait for each other, one hears of it: ${how}`, async () => {
      expect(await make().submit(waitInCircle, how)).toEqual([5, deadlock('waitOnA → waitOnB → waitOnA')]);
    });
  }

  check('a task that waits for itself fails', async () => {
    expect(await make().submit(waitForOneself)).toEqual(deadlock('waitOnOneself → waitOnOneself'));
  });

  check('so does one that waits for what its own future is an argument of', async () => {
    expect(await make().submit(waitForDependent)).toEqual(deadlock('waitOnDependent → giveBack → waitOnDependent'));
  });

  check('a circle that a timeout ends is none', async () => {
    expect(await make().submit(leaveCircle)).toEqual(['ERR_TIMEOUT', 6]);
  });
}

function deadlock(path: string): unknown {
  return {
    code: 'ERR_DEADLOCK',
    message: `Expected a wait that can end, got tasks that wait for each other: ${path}`,
  };
}
