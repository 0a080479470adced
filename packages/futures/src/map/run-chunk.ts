import type { Outcome } from '../outcome.ts';
import type { AnyFunction } from '../executor/call.ts';
import { takeSnapshot } from '../task/async-context.ts';
import { currentContext } from '../task/task-context.ts';

/** Makes the calls of a chunk one after the other, and answers how each ended; after a failure it goes on only if `settled`, and once its task was told to stop not at all. */
export async function runChunk(
  fn: AnyFunction,
  argLists: readonly (readonly unknown[])[],
  settled: boolean,
): Promise<Outcome<unknown>[]> {
  const outcomes: Outcome<unknown>[] = [];
  const context = currentContext();
  for (const args of argLists) {
    if (context?.isStopped === true) {
      break; // nobody will look at the outcomes
    }
    try {
      // Each in a scope of its own: what one call does to its asynchronous context, the next must not see.
      const value = await takeSnapshot().runInAsyncScope(() => fn(...args));
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
