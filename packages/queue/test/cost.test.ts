import { expect, test } from 'vitest';
import { Queue, type WaitOptions } from '../src/index.ts';

type Wait = (queue: Queue<number>, options: WaitOptions) => Promise<unknown>;
type Leave = (queue: Queue<number>, abort: () => void, count: number) => void;

/** The best of three: nanoseconds a waiter, for `count` of them who join a line and leave it. */
async function costOfOne(
  count: number,
  wait: Wait,
  leave: Leave,
  limits: (signal: AbortSignal) => WaitOptions,
): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < 3; round += 1) {
    const queue = new Queue<number>({ maxSize: 1 });
    const all = new AbortController();
    const options = limits(all.signal);
    const start = process.hrtime.bigint();
    const first = wait === get ? undefined : queue.put(0); // it is empty for those who get, full for all others
    const waits = Array.from({ length: count }, () => wait(queue, options));
    leave(
      queue,
      () => {
        all.abort();
      },
      count,
    );
    await Promise.allSettled([first, ...waits]);
    best = Math.min(best, Number(process.hrtime.bigint() - start) / count);
    expect(queue.stats()).toMatchObject({ waitingGets: 0, waitingPuts: 0 });
  }
  return best;
}

const get: Wait = (queue, options) => queue.get(options);
const put: Wait = (queue, options) => queue.put(1, options);
const join: Wait = (queue, options) => queue.join(options);

const serveGets: Leave = (queue, _, count) => {
  for (let served = 0; served < count; served += 1) {
    queue.putNowait(1);
  }
};
const servePuts: Leave = (queue, _, count) => {
  for (let served = 0; served < count; served += 1) {
    queue.getNowait();
  }
};
const serveJoins: Leave = (queue) => {
  queue.taskDone();
};
const abortAll: Leave = (_, abort) => {
  abort();
};

const limits = {
  'no limits': () => ({}),
  'a timeout': () => ({ timeout: 60_000 }),
  'a signal': (signal: AbortSignal) => ({ signal }),
  both: (signal: AbortSignal) => ({ timeout: 60_000, signal }),
};

// With a hundred times the waiters, anything that walks the line would cost each of them a hundred times as much.
test.each([
  ['gets, served', 'no limits', get, serveGets],
  ['gets, served', 'a timeout', get, serveGets],
  ['gets, served', 'a signal', get, serveGets],
  ['gets, served', 'both', get, serveGets],
  ['gets, aborted', 'both', get, abortAll],
  ['puts, served', 'both', put, servePuts],
  ['puts, aborted', 'both', put, abortAll],
  ['joins, served', 'both', join, serveJoins],
  ['joins, aborted', 'both', join, abortAll],
] as const)('one more waiter costs the same, however many wait: %s, with %s', async (_, limited, wait, leave) => {
  await costOfOne(1_000, wait, leave, limits[limited]);
  const few = await costOfOne(1_000, wait, leave, limits[limited]);
  const many = await costOfOne(100_000, wait, leave, limits[limited]);
  expect(many / few).toBeLessThan(20);
});
