import { DeadlockError } from '../errors.ts';
import type { Submission } from './submission.ts';

/**
 * Refuses a wait that could never end: `awaited` waits for `waiter`, perhaps through others, and each of them for good.
 *
 * The waits of a thread form a graph. An edge is a wait that nothing but the outcome ends: neither a timeout nor a signal. As every new edge is looked at before it is
 * added, the graph has no circle, and the walk ends.
 *
 * @throws {DeadlockError} names the tasks of the circle
 */
export function refuseCircle(waiter: Submission, awaited: Submission): void {
  const path = findPath(awaited, waiter);
  if (path !== undefined) {
    const names = [waiter, ...path].map(({ name }) => name);
    throw new DeadlockError(`Expected a wait that can end, got tasks that wait for each other: ${names.join(' → ')}`);
  }
}

/** The way along the waits from one to the other, both included. */
function findPath(from: Submission, to: Submission): Submission[] | undefined {
  const cameFrom = new Map<Submission, Submission | undefined>([[from, undefined]]);
  // The map grows while it is walked: breadth first, each one once.
  for (const next of cameFrom.keys()) {
    if (next === to) {
      return walkBack(next, cameFrom);
    }
    for (const further of next.waitsFor()) {
      if (!cameFrom.has(further)) {
        cameFrom.set(further, next);
      }
    }
  }
  return undefined;
}

function walkBack(last: Submission, cameFrom: ReadonlyMap<Submission, Submission | undefined>): Submission[] {
  const path: Submission[] = [];
  for (let step: Submission | undefined = last; step !== undefined; step = cameFrom.get(step)) {
    path.unshift(step);
  }
  return path;
}
