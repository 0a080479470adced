import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setImmediate } from 'node:timers/promises';
import { currentTask, type Future, propagate, type PropagatedStorage, task, type TaskInfo } from '@heddle/futures';
import { ownExecutor, passGate } from './basic.ts';

type Task<A extends unknown[], R> = ((...args: A) => R) & TaskInfo;

/** Crosses over as it is. */
export const word: AsyncLocalStorage<unknown> = new AsyncLocalStorage();
propagate('heddle-conformance.word', word);

/** What a tracer keeps: no channel can carry it. */
export interface Span {
  readonly trace: string;
  readonly cameFrom: 'here' | 'a carrier';
  end(): void;
}

export const span: AsyncLocalStorage<Span> = new AsyncLocalStorage();

export function makeSpan(trace: string, cameFrom: Span['cameFrom'] = 'here'): Span {
  return { trace, cameFrom, end() {} };
}

/** Crosses over as a carrier, of which the other side makes a span. */
const carrier: PropagatedStorage<{ trace: string }> = {
  getStore() {
    const current = span.getStore();
    return current === undefined ? undefined : { trace: current.trace };
  },
  run: ({ trace }, fn) => span.run(makeSpan(trace, 'a carrier'), fn),
};
propagate('heddle-conformance.carrier', carrier);

/** What a task finds. */
export interface Found {
  word: unknown;
  trace: string | undefined;
  cameFrom: string | undefined;
  name: string | undefined;
}

export function look(): Found {
  const current = span.getStore();
  return {
    word: word.getStore(),
    trace: current?.trace,
    cameFrom: current?.cameFrom,
    name: currentTask()?.name,
  };
}

export const find: Task<[], Found> = task(import.meta, function find() {
  return look();
});

/** As `find`, after it has waited. */
export const findLater: Task<[], Promise<Found>> = task(import.meta, async function findLater() {
  await setImmediate();
  await Promise.resolve();
  return look();
});

/** As `find`, for `map`. */
export const findFor: Task<[item: unknown], Found> = task(import.meta, function findFor() {
  return look();
});

export const findAfter: Task<[before: unknown], Found> = task(import.meta, function findAfter() {
  return look();
});

/** Answers the word that it finds, and puts another one there for whatever comes after it: before its first wait, or after it. */
export const leaveWord: Task<[when: 'at once' | 'later'], Promise<unknown>> = task(
  import.meta,
  async function leaveWord(when) {
    const found = word.getStore();
    if (when === 'later') {
      await setImmediate();
    }
    word.enterWith('left behind');
    await Promise.resolve();
    return found;
  },
);

/** As `leaveWord`, and never waits. */
export const leaveWordNow: Task<[item?: unknown], unknown> = task(import.meta, function leaveWordNow() {
  const found = word.getStore();
  word.enterWith('left behind');
  return found;
});

/** Leaves its word and fails, until its try `n`; answers the word that it finds then. */
export const leaveWordAndFail: Task<[n: number], unknown> = task(import.meta, function leaveWordAndFail(n) {
  const found = leaveWordNow();
  if ((currentTask()?.attempt ?? 0) < n) {
    throw new Error(`found ${String(found)}`);
  }
  return found;
});

/** Submits to its own executor, with a word of its own; `depth` levels of it. Answers what was found at the bottom, and here afterwards. */
export const findInside: Task<[depth: number], Promise<[Found, unknown]>> = task(
  import.meta,
  async function findInside(depth) {
    const executor = ownExecutor();
    const inside = word.run(`${String(word.getStore())}>${depth}`, () =>
      depth <= 1 ? executor.submit(find) : executor.submit(findInside, depth - 1),
    );
    const found = await (inside as Future<Found | [Found, unknown]>);
    return [Array.isArray(found) ? found[0] : found, word.getStore()];
  },
);

/** Submits with a store that no channel can carry; fails as that call does. */
export const submitUncloneableInside: Task<[], Promise<unknown>> = task(
  import.meta,
  function submitUncloneableInside() {
    const executor = ownExecutor();
    return word.run(
      () => {},
      () => executor.submit(find).result(),
    );
  },
);

/** A map of `count` items over its own executor, within a word of its own. */
export const mapInside: Task<[count: number], Promise<unknown[]>> = task(import.meta, async function mapInside(count) {
  const executor = ownExecutor();
  const items = Array.from({ length: count }, (_, index) => index);
  const results = word.run('of the map', () => executor.map(findFor, items, { chunkSize: 2, bufferSize: 4 }));
  const found = await results.toArray();
  return found.map((each) => each.word);
});

/** Answers, without waiting for it, a future of its own executor. */
export const answerFuture: Task<[], Future<Found>> = task(import.meta, function answerFuture() {
  return ownExecutor().submit(find);
});

/** Answers a thenable that looks round once it is asked. */
export const answerThenable: Task<[], PromiseLike<Found>> = task(import.meta, function answerThenable() {
  const thenable: PromiseLike<Found> = {
    // oxlint-disable-next-line unicorn/no-thenable -- a thenable is the point
    then: (onFulfilled) => Promise.resolve(look()).then(onFulfilled),
  };
  return thenable;
});

/** Stands at the gate; as it is stopped, it leaves a word behind, and says at the gate what it finds. */
export const findWhenStopped: Task<[port: number], Promise<unknown>> = task(
  import.meta,
  async function findWhenStopped(port) {
    const { promise, resolve } = Promise.withResolvers<string>();
    currentTask()?.signal.addEventListener('abort', () => {
      const found = look();
      word.enterWith('left behind');
      resolve(`stopped ${String(found.word)} ${found.name}`);
    });
    void passGate(port, 'waits');
    await passGate(port, await promise);
    return undefined;
  },
);

/** Submits to its own executor, and answers how many events of that its own thread hears. */
export const countEventsInside: Task<[], Promise<number>> = task(import.meta, async function countEventsInside() {
  let events = 0;
  const hear = (): void => {
    events += 1;
  };
  subscribe('heddle:task', hear);
  await ownExecutor().submit(find);
  unsubscribe('heddle:task', hear);
  return events;
});
