import type { AnyFunction } from '../executor/call.ts';
import type { Outcome } from '../outcome.ts';
import { anotherScope, takeSnapshot } from '../task/async-context.ts';
import { currentContext } from '../task/task-context.ts';
import { isThenable } from '../thenable.ts';

/** Makes the calls of a chunk one after the other, and answers how each ended; after a failure it goes on only if `settled`, and once its task was told to stop not at all. */
export async function runChunk(
  fn: AnyFunction,
  argLists: readonly (readonly unknown[])[],
  settled: boolean,
): Promise<Outcome<unknown>[]> {
  const outcomes: Outcome<unknown>[] = [];
  const context = currentContext();
  const scope = takeSnapshot();
  for (const args of argLists) {
    if (context?.isStopped === true) {
      break; // nobody will look at the outcomes
    }
    try {
      // What one call does to its asynchronous context, the next must not see.
      const answer: unknown = anotherScope(scope).runInAsyncScope(fn, undefined, ...args);
      const value = isThenable(answer) ? await answer : answer; // a turn only for who needs one
      outcomes.push({ ok: true, value });
    } catch (error) {
      outcomes.push({ ok: false, error });
      if (!settled) {
        break;
      }
    }
  }
  return outcomes;
}
