import { type Future, noteWait } from './future.ts';
import { inTask } from './task/task-context.ts';

/** Says that the current task, if there is one, waits for any of `futures`; one of its own executor is enough. Returns what says that the wait is over. */
export function noteWaitForAny(futures: Iterable<Future<unknown>>): (() => void) | undefined {
  if (inTask()) {
    for (const future of futures) {
      const waitEnded = noteWait(future, false);
      if (waitEnded !== undefined) {
        return waitEnded;
      }
    }
  }
  return undefined;
}
