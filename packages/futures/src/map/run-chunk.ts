import type { Outcome } from '../outcome.ts';
import type { AnyFunction } from '../executor/submission.ts';

/** Makes the calls of a chunk one after the other, and answers how each ended; after a failure it goes on only if `settled`. */
export async function runChunk(
  fn: AnyFunction,
  argLists: readonly (readonly unknown[])[],
  settled: boolean,
): Promise<Outcome<unknown>[]> {
  const outcomes: Outcome<unknown>[] = [];
  for (const args of argLists) {
    try {
      outcomes.push({ ok: true, value: await fn(...args) });
    } catch (error) {
      outcomes.push({ ok: false, error });
      if (!settled) {
        break;
      }
    }
  }
  return outcomes;
}
