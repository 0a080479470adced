import type { Case } from '../../case.ts';
import { warmRate } from '../../timing.ts';
import { sumBelow, verify } from '../../verify.ts';
import { PromiseRing } from './promise-ring.ts';

const maxSize = 32;

interface Line {
  put(item: number): Promise<void>;
  get(): Promise<number>;
}

/** One async function puts, another takes. @returns items a second */
async function produceAndConsume(count: number, make: () => Line): Promise<{ value: number }> {
  const produce = async (line: Line): Promise<void> => {
    for (let n = 0; n < count; n += 1) {
      await line.put(n);
    }
  };
  const consume = async (line: Line): Promise<number> => {
    let sum = 0;
    for (let n = 0; n < count; n += 1) {
      sum += await line.get();
    }
    return sum;
  };
  const value = await warmRate(count, async () => {
    const line = make();
    const [sum] = await Promise.all([consume(line), produce(line)]);
    verify('the sum', sum, sumBelow(count));
  });
  return { value };
}

export const queueAsync: Case = {
  name: 'queue/async',
  what: `200,000 items from one async function to another, at most ${maxSize} waiting`,
  unit: 'items/s',
  better: 'more',
  count: 200_000,
  quickCount: 5_000,
  contenders: [
    {
      name: 'Heddle, Queue',
      role: 'heddle',
      async run(count) {
        const { Queue } = await import('@heddle/queue');
        return await produceAndConsume(count, () => new Queue<number>({ maxSize }));
      },
    },
    {
      // Both sides are effects, as its documentation writes them: no promise for each item.
      name: 'effect, Queue',
      role: 'peer',
      target: { atLeast: 2 },
      async run(count) {
        const { effectQueue } = await import('./effect-queue.ts');
        const value = await warmRate(count, async () => {
          verify('the sum', await effectQueue(count, maxSize), sumBelow(count));
        });
        return { value };
      },
    },
    { name: 'Python asyncio.Queue', role: 'peer', target: { atLeast: 3 }, python: ['queues.py', 'asyncio-waiting'] },
    {
      name: 'bare ring of promises',
      role: 'reference',
      run: async (count) => await produceAndConsume(count, () => new PromiseRing(maxSize)),
    },
  ],
};
