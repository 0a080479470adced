import { burst } from '../../burst.ts';
import type { Case } from '../../case.ts';
import { sibling } from '../../sibling.ts';
import { warmRate } from '../../timing.ts';
import { verifyInOrder } from '../../verify.ts';

const threads = 2;

export const threadsMap: Case = {
  name: 'threads/map',
  what: '50,000 items of no work mapped on two threads',
  unit: 'items/s',
  better: 'more',
  count: 50_000,
  quickCount: 1_000,
  contenders: [
    {
      name: "Heddle, chunkSize: 'auto'",
      role: 'heddle',
      async run(count) {
        const { ThreadPoolExecutor } = await import('@heddle/threads');
        const { echo } = await import('./echo-task.ts');
        const executor = new ThreadPoolExecutor({ maxWorkers: threads });
        const items = Array.from({ length: count }, (_, n) => n);
        const value = await warmRate(count, async () => {
          verifyInOrder(await executor.map(echo, items, { chunkSize: 'auto' }).toArray(), count);
        });
        return { value };
      },
    },
    {
      name: 'piscina, one by one',
      role: 'peer',
      target: { atLeast: 40 },
      async run(count) {
        const { Piscina } = await import('piscina');
        const filename = sibling(import.meta, 'echo');
        const pool = new Piscina({ filename, minThreads: threads, maxThreads: threads });
        return { value: await burst(count, (n) => pool.run(n)) };
      },
    },
    {
      name: 'Python ProcessPoolExecutor, chunksize=100',
      role: 'peer',
      target: { atLeast: 2 },
      python: ['process_map.py'],
    },
  ],
};
