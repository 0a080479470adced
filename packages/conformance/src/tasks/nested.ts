import { asCompleted, currentTask, type Executor, type Future, task, type TaskInfo, wait } from '@heddle/futures';
import {
  add,
  describeTask,
  double,
  doubleLater,
  passGate,
  passGateOrStop,
  succeedAtTry,
  throwRangeError,
} from './basic.ts';

type Task<A extends unknown[], R> = ((...args: A) => R) & TaskInfo;

/** The sum of a row, each of whose numbers another task of its own executor doubles. */
export const doubleRow: Task<[row: readonly number[]], Promise<number>> = task(
  import.meta,
  async function doubleRow(row) {
    let sum = 0;
    for await (const doubled of own().map(double, row, { chunkSize: 2 })) {
      sum += doubled;
    }
    return sum;
  },
);

/** As `doubleRow`, for the rows of a table: a map in a map in a map, where a map runs it. */
export const doubleTable: Task<[table: readonly (readonly number[])[]], Promise<number[]>> = task(
  import.meta,
  function doubleTable(table) {
    return own().map(doubleRow, table).toArray();
  },
);

/** Waits for `count` tasks of its own executor at once, in the way that `how` says; the sum of what they answer. */
export const fanOut: Task<[how: 'all' | 'wait' | 'asCompleted', count: number], Promise<number>> = task(
  import.meta,
  async function fanOut(how, count) {
    const executor = own();
    const futures = Array.from({ length: count }, (_, n) => executor.submit(doubleLater, n));
    const doubled: number[] = [];
    if (how === 'asCompleted') {
      for await (const future of asCompleted(futures)) {
        doubled.push(await future);
      }
    } else {
      const { done } = how === 'wait' ? await wait(futures) : { done: futures };
      doubled.push(...(await Promise.all(done)));
    }
    return doubled.reduce((sum, n) => sum + n, 0);
  },
);

/** A diamond of futures as arguments, in its own executor; waits for the lowest alone. */
export const diamondInside: Task<[width: number], Promise<number>> = task(
  import.meta,
  async function diamondInside(width) {
    const executor = own();
    const top = executor.submit(doubleLater, 1);
    let bottom: Future<number> = executor.submit(double, 0);
    for (let index = 0; index < width; index += 1) {
      bottom = executor.submit(add, bottom, executor.submit(add, top, index));
    }
    return bottom;
  },
);

/** What tasks of its own executor say of themselves that run with a view's options. */
export const submitThroughViews: Task<[], Promise<unknown[]>> = task(import.meta, async function submitThroughViews() {
  const view = own().with({ name: 'inner', retries: 2, backoff: 0 });
  const described = view.submit(describeTask);
  const tried = view.submit(succeedAtTry, 3);
  const failed = view.with({ retries: 0 }).submit(succeedAtTry, 2);
  const mapped = view.map(succeedAtTry, [1, 2, 3]).toArray();
  return [await described, await tried, ((await failed.exception()) as Error).message, await mapped];
});

/** Submits a task for each priority that is given, which says it at the gate. */
export const submitByPriority: Task<[port: number, priorities: readonly number[]], Promise<unknown>> = task(
  import.meta,
  function submitByPriority(port, priorities) {
    const executor = own();
    return Promise.all(
      priorities.map((priority) => executor.with({ priority }).submit(passGate, port, `priority ${priority}`)),
    );
  },
);

/** What becomes of tasks of its own executor that it cancels before they run, and of one that fails. */
export const cancelInside: Task<[], Promise<unknown[]>> = task(import.meta, async function cancelInside() {
  const executor = own();
  const first = executor.submit(double, 1);
  const second = executor.submit(double, first);
  const answers = [first.cancel(), first.state, second.state];
  const failed = executor.submit(throwRangeError, 'inside');
  const error = (await executor.submit(double, failed).exception()) as Error;
  return [...answers, error.name, (error.cause as Error).message, await executor.submit(double, 21)];
});

/** Aborts a task of its own executor that stands at the gate, as soon as it has the word of the gate to do so. */
export const abortInside: Task<[port: number], Promise<unknown[]>> = task(
  import.meta,
  async function abortInside(port) {
    const executor = own();
    const inner = executor.submit(passGateOrStop, port, 'inner');
    await passGate(port, 'outer');
    const answers = [inner.abort(new RangeError('enough')), inner.state];
    return [...answers, await executor.submit(double, 21)];
  },
);

/** Gives up waiting for a task of its own executor; then waits for it in earnest. */
export const waitTwice: Task<[port: number], Promise<unknown[]>> = task(import.meta, async function waitTwice(port) {
  const inner = own().submit(passGate, port, 'inner');
  const late = inner.result({ timeout: 1 }).catch((error: Error) => error.name);
  return [await late, await passGate(port, 'outer'), await inner];
});

function own(): Executor {
  const executor = currentTask()?.executor;
  if (executor === undefined) {
    throw new Error('Expected to run in a task, got no current task');
  }
  return executor;
}
