import * as fc from 'fast-check';
import { expect } from 'vitest';
import type { ExecutorSubject } from './subject.ts';
import { runLane } from '../schedules/lane.ts';
import { Leftovers } from '../schedules/leftovers.ts';
import { Ledger } from '../schedules/ledger.ts';
import type { Ground } from '../schedules/pool.ts';
import { lanes } from '../schedules/steps.ts';

/** A schedule that is not through by then hangs; while a failing one is made smaller, that is known sooner. */
const guardMs = { first: 20_000, shrinking: 3_000 };
/** For all schedules. */
const limitMs = 240_000;
/** For making a failing one smaller, on top of that. */
const shrinkMs = 30_000;

export function describeSchedules({ name, workers, schedules, makeExecutor, check }: ExecutorSubject): void {
  const run = async (): Promise<void> => {
    const { HEDDLE_SEED, HEDDLE_SCHEDULES, HEDDLE_PATH } = process.env;
    const seed = Number(HEDDLE_SEED ?? Date.now() % 2 ** 31);
    const count = Number(HEDDLE_SCHEDULES ?? schedules);
    console.info(
      `${name}: ${count} random schedules, seed ${seed}; again: HEDDLE_SEED=${seed} HEDDLE_SCHEDULES=${count}` +
        (globalThis.gc === undefined ? '\nWithout node --expose-gc nobody looks whether their memory returns.' : ''),
    );
    using ledger = new Ledger();
    using leftovers = new Leftovers();
    const ground: Ground = { makeExecutor, workers, ledger, leftovers };
    if (HEDDLE_PATH === undefined) {
      // The first ones load and compile what all need: only after them can one say what is left behind.
      await runSchedules(ground, { count: Math.ceil(count / 10), seed: seed + 1 });
    }
    await leftovers.begin();
    await runSchedules(ground, { count, seed, path: HEDDLE_PATH });
    expect(await leftovers.end()).toEqual([]);
    ledger.read();
    expect(ledger.unexpected).toEqual([]);
  };
  check(
    'in random schedules every future settles as it may, and nothing is left behind',
    run,
    limitMs + shrinkMs + guardMs.first,
  );
}

async function runSchedules(
  ground: Ground,
  { count, seed, path = '' }: { count: number; seed: number; path?: string | undefined },
): Promise<void> {
  let done = 0;
  let failedAt: number | undefined;
  const property = fc.asyncProperty(lanes(ground.workers), async (lanes) => {
    // Enough: how many schedules a run has is random too. Or enough of making a failing one smaller.
    if (failedAt === undefined ? done >= count : performance.now() - failedAt > shrinkMs) {
      return;
    }
    done += lanes.reduce((sum, lane) => sum + lane.schedules.length, 0);
    const limit = failedAt === undefined ? guardMs.first : guardMs.shrinking;
    const problems = (await Promise.all(lanes.map((lane) => runLane(ground, lane, limit)))).flat();
    if (problems.length > 0) {
      failedAt ??= performance.now();
    }
    expect(problems).toEqual([]);
  });
  await fc.assert(property, {
    seed,
    path,
    numRuns: count,
    interruptAfterTimeLimit: limitMs,
    markInterruptAsFailure: true,
  });
}
