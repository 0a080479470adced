import type { Case } from '../../case.ts';
import { burst } from '../../burst.ts';
import { warmRate } from '../../timing.ts';
import { verifyInOrder } from '../../verify.ts';

const atOnce = 32;

async function echo(n: number): Promise<number> {
  return n;
}

/** Numbers from 0 up. */
function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}

/** As `burst`, for those who take all items in one call. */
async function mapped(count: number, map: (items: readonly number[]) => Promise<readonly unknown[]>): Promise<number> {
  const items = numbers(count);
  return await warmRate(count, async () => {
    verifyInOrder(await map(items), count);
  });
}

const map = 'Heddle, map';

/**
 * Each does the same work in the way that its README has for it: Heddle's is `map`, with which the others are compared. What `submit` and a `Promise.all` of its futures make of it stands beside: there, the promises that
 * JavaScript itself makes for each future, and the garbage collector that moves them, cost more than the executor does.
 */
export const eventLoopBurst: Case = {
  name: 'event-loop/burst',
  what: '100,000 async functions that do nothing, 32 at once',
  unit: 'tasks/s',
  better: 'more',
  count: 100_000,
  quickCount: 1_000,
  contenders: [
    {
      name: map,
      role: 'heddle',
      async run(count) {
        const { EventLoopExecutor } = await import('@heddle/futures');
        const executor = new EventLoopExecutor({ maxWorkers: atOnce });
        return { value: await mapped(count, (items) => executor.map(echo, items).toArray()) };
      },
    },
    {
      name: 'Heddle, submit',
      role: 'reference',
      against: map,
      async run(count) {
        const { EventLoopExecutor } = await import('@heddle/futures');
        const executor = new EventLoopExecutor({ maxWorkers: atOnce });
        return { value: await burst(count, (n) => executor.submit(echo, n)) };
      },
    },
    {
      name: 'p-map',
      role: 'peer',
      against: map,
      target: { atLeast: 1 },
      async run(count) {
        const { default: pMap } = await import('p-map');
        return { value: await mapped(count, (items) => pMap(items, echo, { concurrency: atOnce })) };
      },
    },
    {
      name: 'effect, forEach',
      role: 'peer',
      against: map,
      target: { atLeast: 1.5 },
      async run(count) {
        const { Effect } = await import('effect');
        const each = (n: number) => Effect.promise(() => echo(n));
        const all = (items: readonly number[]) => Effect.forEach(items, each, { concurrency: atOnce });
        return { value: await mapped(count, (items) => Effect.runPromise(all(items))) };
      },
    },
    {
      name: 'fastq.promise',
      role: 'peer',
      against: map,
      target: { atLeast: 3 },
      async run(count) {
        const { default: fastq } = await import('fastq');
        const queue = fastq.promise<unknown, number, number>(echo, atOnce);
        return { value: await burst(count, (n) => queue.push(n)) };
      },
    },
    {
      name: 'p-limit',
      role: 'peer',
      against: map,
      target: { atLeast: 3 },
      async run(count) {
        const { default: pLimit } = await import('p-limit');
        const limit = pLimit(atOnce);
        return { value: await burst(count, (n) => limit(echo, n)) };
      },
    },
    {
      name: 'p-queue',
      role: 'peer',
      against: map,
      target: { atLeast: 8 },
      async run(count) {
        const { default: PQueue } = await import('p-queue');
        const queue = new PQueue({ concurrency: atOnce });
        return { value: await burst(count, (n) => queue.add(() => echo(n))) };
      },
    },
    {
      name: 'async.queue',
      role: 'peer',
      against: map,
      target: { atLeast: 2 },
      async run(count) {
        const { default: async } = await import('async');
        // oxlint-disable-next-line typescript/no-misused-promises -- its types know of callbacks alone
        const queue = async.queue<number, number>(echo, atOnce);
        return { value: await burst(count, (n) => queue.push(n)) };
      },
    },
    {
      name: 'Python ThreadPoolExecutor',
      role: 'peer',
      against: map,
      target: { atLeast: 15 },
      python: ['event_loop.py', 'threads'],
    },
    {
      name: 'Python asyncio, Semaphore',
      role: 'peer',
      against: map,
      target: { atLeast: 8 },
      python: ['event_loop.py', 'asyncio'],
    },
    {
      name: 'Promise.all, without a limit',
      role: 'reference',
      against: map,
      run: async (count) => ({ value: await mapped(count, (items) => Promise.all(items.map(echo))) }),
    },
    {
      name: 'lanes by hand',
      role: 'reference',
      against: map,
      run: async (count) => ({ value: await mapped(count, inLanes) }),
    },
  ],
};

async function inLanes(items: readonly number[]): Promise<readonly number[]> {
  const values: number[] = Array.from({ length: items.length });
  const rest = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of rest) {
      values[index] = await echo(item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return values;
}
