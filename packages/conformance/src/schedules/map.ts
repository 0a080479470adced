import type { Executor, MapResults } from '@heddle/futures';
import { executorErrors } from '../executor/subject.ts';
import { canSucceed, describeError, failuresOf, type PoolFacts } from './model.ts';
import type { MapPlan, Plan, ViewPlan } from './steps.ts';
import { act, type Order } from '../tasks/schedule.ts';

interface MapRun {
  readonly executor: Executor;
  readonly facts: PoolFacts;
  readonly map: MapPlan;
  readonly view: ViewPlan;
  readonly plans: readonly Plan[];
  readonly orders: readonly Order[];
  readonly signal: AbortSignal | undefined;
  /** Whether a signal, of the view or of the map, has aborted. */
  readonly isAborted: () => boolean;
  readonly note: (problem: string) => void;
}

/** Reads a map to its end, or as far as its plan says, and looks whether each result is one that may be. */
export async function readMap(run: MapRun): Promise<void> {
  const { map, orders, note } = run;
  const { chunkSize, bufferSize, ordered, timeout } = map;
  const options = {
    chunkSize,
    ordered,
    timeout,
    signal: run.signal,
    ...(bufferSize === undefined ? {} : { bufferSize }),
  };
  const items = map.isAsync ? drip(orders) : orders;
  const results: MapResults<number> | MapResults<PromiseSettledResult<number>> = map.settled
    ? run.executor.map(act, items, { ...options, settled: true })
    : run.executor.map(act, items, options);
  const left = new Map(orders.map(({ id }, index) => [id, index]));
  let read = 0;
  try {
    if (map.take === 0) {
      await results.return?.();
      return;
    }
    for await (const result of results) {
      const problem = problemWithResult(run, result, read, left);
      if (problem !== undefined) {
        note(problem);
      }
      read += 1;
      if (read >= map.take) {
        return;
      }
    }
    if (read !== orders.length) {
      note(`Expected ${orders.length} results of a map, got ${read}`);
    }
  } catch (error) {
    if (!mayEndWith(run, error)) {
      note(`Expected a map not to fail with this, got ${describeError(error)}`);
    }
  }
}

function problemWithResult(
  run: MapRun,
  result: number | PromiseSettledResult<number>,
  place: number,
  left: Map<number, number>,
): string | undefined {
  const { map, orders, plans, view } = run;
  if (typeof result === 'object' && result.status === 'rejected') {
    return mayItemFail(run, map.ordered ? plans.slice(place, place + 1) : plans, result.reason)
      ? undefined
      : `Expected an item of a map not to fail with this, got ${describeError(result.reason)}`;
  }
  const id = typeof result === 'object' ? result.value : result;
  const index = left.get(id);
  left.delete(id);
  const plan = index === undefined ? undefined : plans[index];
  const isInPlace = map.ordered ? id === orders[place]?.id : true;
  return plan !== undefined && isInPlace && canSucceed(plan, view)
    ? undefined
    : `Expected result ${place} of a map of ${orders.map((order) => order.id).join()}, got ${id}`;
}

/** `error` comes from `next`: an item's own, where those are not settled, or the map's. */
function mayEndWith(run: MapRun, error: unknown): boolean {
  const { facts, map, signal } = run;
  const { code } = error as { code?: unknown };
  return (
    (signal?.aborted === true && error === signal.reason) ||
    (code === executorErrors.timeout.code && map.timeout !== Infinity) ||
    (code === executorErrors.shutdown.code && (facts.isShutDown || facts.mayBeShutDown)) ||
    (code === executorErrors.broken.code && facts.mayBreak) ||
    (!map.settled && mayItemFail(run, run.plans, error))
  );
}

function mayItemFail({ facts, view, isAborted, map }: MapRun, plans: readonly Plan[], error: unknown): boolean {
  const { code } = error as { code?: unknown };
  if (code === executorErrors.cancelled.code && (facts.mayCancel || isAborted())) {
    return true;
  }
  // Those that travel with it in one chunk die with it.
  const dies = code === executorErrors.crashed.code && facts.mayKill && map.chunkSize !== 1;
  return dies || plans.some((plan) => failuresOf(plan, view, facts).has(code));
}

/** The same, one at a time. */
async function* drip<T>(items: Iterable<T>): AsyncGenerator<T> {
  for (const item of items) {
    await Promise.resolve();
    yield item;
  }
}
