import type { Case } from '../../case.ts';
import { warmRate } from '../../timing.ts';
import { sumBelow, verify } from '../../verify.ts';

interface Line {
  put(item: number): void;
  get(): number | undefined;
}

/** Fills a new queue and drains it. @returns items a second, each put and taken */
async function fillAndDrain(count: number, make: () => Line): Promise<{ value: number }> {
  const value = await warmRate(count, () => {
    const line = make();
    for (let n = 0; n < count; n += 1) {
      line.put(n);
    }
    let sum = 0;
    for (let n = 0; n < count; n += 1) {
      sum += line.get() ?? NaN;
    }
    verify('the sum', sum, sumBelow(count));
  });
  return { value };
}

export const queueNowait: Case = {
  name: 'queue/nowait',
  what: 'a million items put in, then taken out, without waiting',
  unit: 'items/s',
  better: 'more',
  count: 1_000_000,
  quickCount: 10_000,
  contenders: [
    {
      name: 'Heddle, Queue',
      role: 'heddle',
      async run(count) {
        const { Queue } = await import('@heddle/queue');
        return await fillAndDrain(count, () => {
          const queue = new Queue<number>();
          return {
            put: (item) => {
              queue.putNowait(item);
            },
            get: () => queue.getNowait(),
          };
        });
      },
    },
    {
      name: 'denque',
      role: 'peer',
      target: { atLeast: 0.8 },
      async run(count) {
        const { default: Denque } = await import('denque');
        return await fillAndDrain(count, () => {
          const queue = new Denque<number>();
          return {
            put: (item) => {
              queue.push(item);
            },
            get: () => queue.shift(),
          };
        });
      },
    },
    {
      // What its documentation has one write; without its runtime, see below.
      name: 'effect, Queue, offer and take',
      role: 'peer',
      target: { atLeast: 5 },
      async run(count) {
        const { effectFillAndDrain } = await import('./effect-queue.ts');
        const value = await warmRate(count, () => {
          verify('the sum', effectFillAndDrain(count), sumBelow(count));
        });
        return { value };
      },
    },
    {
      name: 'effect, Queue, offerUnsafe and takeUnsafe',
      role: 'peer',
      async run(count) {
        const { Effect, Exit, Queue } = await import('effect');
        return await fillAndDrain(count, () => {
          const queue = Effect.runSync(Queue.unbounded<number>());
          return {
            put: (item) => {
              Queue.offerUnsafe(queue, item);
            },
            get: () => {
              const exit = Queue.takeUnsafe(queue);
              return exit !== undefined && Exit.isSuccess(exit) ? exit.value : undefined;
            },
          };
        });
      },
    },
    { name: 'Python SimpleQueue', role: 'peer', target: { atLeast: 1.5 }, python: ['queues.py', 'SimpleQueue'] },
    { name: 'Python Queue', role: 'peer', target: { atLeast: 20 }, python: ['queues.py', 'Queue'] },
    { name: 'Python asyncio.Queue', role: 'peer', target: { atLeast: 8 }, python: ['queues.py', 'asyncio'] },
    {
      name: 'Heddle, SimpleQueue',
      role: 'reference',
      async run(count) {
        const { SimpleQueue } = await import('@heddle/queue');
        return await fillAndDrain(count, () => {
          const queue = new SimpleQueue<number>();
          return {
            put: (item) => {
              queue.put(item);
            },
            get: () => queue.getNowait(),
          };
        });
      },
    },
  ],
};
