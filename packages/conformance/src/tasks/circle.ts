import { currentTask, type Future, task, type TaskInfo, wait } from '@heddle/futures';

type Task<A extends unknown[], R> = ((...args: A) => R) & TaskInfo;

/** How the tasks of a circle wait for each other. */
export type Wait = 'await' | 'result' | 'exception' | 'wait' | 'Promise.all';

const waits: Record<Wait, (future: Future<unknown>) => Promise<unknown>> = {
  await: async (future) => await future,
  result: (future) => future.result(),
  exception: (future) => future.exception(),
  wait: (future) => wait([future]),
  'Promise.all': (future) => Promise.all([future, Promise.resolve()]),
};

// As in the documentation of Python: the tasks find each other's futures in variables of their module.
let a: Future<unknown>;
let b: Future<unknown>;

const waitOnB: Task<[how: Wait], Promise<number>> = task(import.meta, async function waitOnB(how) {
  await waits[how](b);
  return 5;
});

const waitOnA: Task<[how: Wait], Promise<number>> = task(import.meta, async function waitOnA(how) {
  await waits[how](a);
  return 6;
});

/** Submits two tasks that wait for each other; answers how they ended. */
export const waitInCircle: Task<[how: Wait], Promise<unknown[]>> = task(import.meta, async function waitInCircle(how) {
  const { executor } = here();
  a = executor.submit(waitOnB, how);
  b = executor.submit(waitOnA, how);
  return await Promise.all([endOf(a), endOf(b)]);
});

let own: Future<unknown>;

const waitOnOneself: Task<[], Promise<unknown>> = task(import.meta, async function waitOnOneself() {
  return await own;
});

const waitOnDependent: Task<[], Promise<unknown>> = task(import.meta, async function waitOnDependent() {
  return await here().executor.submit(giveBack, own);
});

const giveBack: Task<[value: unknown], unknown> = task(import.meta, function giveBack(value) {
  return value;
});

/** Submits a task that waits for its own future. */
export const waitForOneself: Task<[], Promise<unknown>> = task(import.meta, async function waitForOneself() {
  own = here().executor.submit(waitOnOneself);
  return await endOf(own);
});

/** Submits a task that waits for a call that has the task's own future as an argument. */
export const waitForDependent: Task<[], Promise<unknown>> = task(import.meta, async function waitForDependent() {
  own = here().executor.submit(waitOnDependent);
  return await endOf(own);
});

const waitWithWayOut: Task<[], Promise<string>> = task(import.meta, async function waitWithWayOut() {
  try {
    await b.result({ timeout: 1 });
    return 'done';
  } catch (error) {
    return (error as { code: string }).code;
  }
});

/** As `waitInCircle`, where one of the waits has a timeout: nothing is wrong with that. */
export const leaveCircle: Task<[], Promise<unknown[]>> = task(import.meta, async function leaveCircle() {
  const { executor } = here();
  a = executor.submit(waitWithWayOut);
  b = executor.submit(waitOnA, 'await');
  return await Promise.all([a, b]);
});

async function endOf(future: Future<unknown>): Promise<unknown> {
  try {
    return await future;
  } catch (error) {
    return { code: (error as { code?: unknown }).code, message: (error as Error).message };
  }
}

function here(): NonNullable<ReturnType<typeof currentTask>> {
  const current = currentTask();
  if (current === undefined) {
    throw new Error('Expected to run in a task, got no current task');
  }
  return current;
}
