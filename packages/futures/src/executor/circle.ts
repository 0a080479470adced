import { DeadlockError } from '../errors.ts';
import type { Submission } from './submission.ts';

/**
 * Refuses a wait that could never end: `awaited` waits for `waiter`, perhaps through others, and each of them for good.
 *
 * The waits of a thread form a graph. An edge is a wait that nothing but the outcome ends: neither a timeout nor a signal. It is walked from the waiter to those who wait
 * for it, of whom there mostly are none; as every new edge is looked at before it is added, the graph has no circle.
 *
 * @throws {DeadlockError} names the tasks of the circle
 */
export function refuseCircle(waiter: Submission, awaited: Submission): void {
  /** Whom each one waits for, on its way to the waiter. */
  const next = new Map<Submission, Submission | undefined>([[waiter, undefined]]);
  // The map grows while it is walked: breadth first, each one once.
  for (const each of next.keys()) {
    if (each === awaited) {
      throw new DeadlockError(
        `Expected a wait that can end, got tasks that wait for each other: ${describeWay(waiter, awaited, next)}`,
      );
    }
    for (const other of each.waiters()) {
      if (!next.has(other)) {
        next.set(other, each);
      }
    }
  }
}

function describeWay(
  waiter: Submission,
  awaited: Submission,
  next: ReadonlyMap<Submission, Submission | undefined>,
): string {
  const names = [waiter.name];
  for (let step: Submission | undefined = awaited; step !== undefined; step = next.get(step)) {
    names.push(step.name);
  }
  return names.join(' → ');
}
