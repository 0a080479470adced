import { expect, test } from 'vitest';
import { Queue } from '../src/index.ts';

/** The best of three: nanoseconds a waiter, for `count` of them who join the line and leave it. */
async function costOfOne(count: number, leave: (queue: Queue<number>, abort: () => void) => void): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < 3; round += 1) {
    const queue = new Queue<number>();
    const all = new AbortController();
    const start = process.hrtime.bigint();
    const gets = Array.from({ length: count }, () => queue.get({ signal: all.signal, timeout: 60_000 }));
    leave(queue, () => {
      all.abort();
    });
    await Promise.allSettled(gets);
    best = Math.min(best, Number(process.hrtime.bigint() - start) / count);
    expect(queue.stats()).toMatchObject({ waitingGets: 0 });
  }
  return best;
}

// With a hundred times the waiters, anything that walks the line would cost each of them a hundred times as much.
test.each([
  [
    'served',
    (queue: Queue<number>) => {
      while (queue.stats().waitingGets > 0) {
        queue.putNowait(1);
      }
    },
  ],
  [
    'aborted',
    (_: Queue<number>, abort: () => void) => {
      abort();
    },
  ],
])('one more waiter costs the same, however many wait, when they are %s', async (_, leave) => {
  await costOfOne(1_000, leave);
  const few = await costOfOne(1_000, leave);
  const many = await costOfOne(100_000, leave);
  expect(many / few).toBeLessThan(20);
});
