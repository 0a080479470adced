import { type Ground, SchedulePool } from './pool.ts';
import { ScheduleRun } from './run.ts';
import type { Lane } from './steps.ts';

/** Runs the schedules of a lane one after the other; answers what was wrong. What is not through after `guardMs` hangs. */
export async function runLane(ground: Ground, { config, schedules }: Lane, guardMs: number): Promise<string[]> {
  let pool: SchedulePool | undefined;
  for (const schedule of schedules) {
    pool ??= new SchedulePool(ground, config);
    const run = await ScheduleRun.make(pool);
    const problems = await guard(run.run(schedule), guardMs, () => run.describe());
    problems.push(...run.problems);
    if (problems.length > 0) {
      run.letGo();
      void pool.executor.shutdown({ cancelFutures: true });
      return problems;
    }
    if (pool.facts.isOver) {
      const problems = await end(pool, guardMs);
      if (problems.length > 0) {
        return problems;
      }
      pool = undefined;
    }
  }
  return pool === undefined ? [] : end(pool, guardMs);
}

async function end(pool: SchedulePool, guardMs: number): Promise<string[]> {
  const ended = pool.end();
  const problems = await guard(
    ended,
    guardMs,
    () => `a pool that does not end: ${JSON.stringify(pool.executor.stats())}`,
  );
  return problems.length > 0 ? problems : ended;
}

/** Nothing, once `run` is through; a problem if it is not in time, or fails. */
async function guard(run: Promise<unknown>, ms: number, describe: () => string): Promise<string[]> {
  const late = Promise.withResolvers<string[]>();
  const isLate = (): void => {
    late.resolve([`Expected an end within ${ms} ms, got ${describe()}`]);
  };
  const timer = setTimeout(isLate, ms); // a guard
  try {
    return await Promise.race([run.then(() => []), late.promise]);
  } catch (error) {
    return [`Expected no error, got ${error instanceof Error ? error.stack : String(error)}`];
  } finally {
    clearTimeout(timer);
  }
}
