import type { Future } from '../future.ts';
import type { TaskContext } from '../task/task-context.ts';
import type { Submission } from './submission.ts';

/** Who waits for the shutdown: from outside until all has ended, from inside (a task of its own) until all others have. */
export interface ShutdownWait {
  readonly over: Future<void>;
  readonly insider: TaskContext | undefined;
}

/**
 * Whether all that is left of a pool waits for the end of a shutdown: its `insiders`, the tasks that asked for it, and those that wait for one of these, perhaps
 * through others. To wait for them would be to wait for oneself.
 *
 * @param left - what has not ended, and what each of it waits for
 */
export function waitsForItself(
  left: ReadonlyMap<Submission, readonly Submission[]>,
  insiders: Iterable<Submission>,
): boolean {
  const waiting = new Set(insiders);
  // From the insiders to those behind them, as long as there are more.
  for (let before = -1; before < waiting.size;) {
    before = waiting.size;
    for (const [submission, awaited] of left) {
      if (awaited.some((each) => waiting.has(each))) {
        waiting.add(submission);
      }
    }
  }
  return Array.from(left.keys()).every((submission) => waiting.has(submission));
}
