import type { Case, Figure } from '../../case.ts';
import { sibling } from '../../sibling.ts';
import { warmRate } from '../../timing.ts';
import { verify } from '../../verify.ts';

const threads = 2;
const chunks = 64;

/** How many there are, of the counts that are asked for. */
const known: Readonly<Record<number, number>> = { 2_000_000: 148_933, 100_000: 9_592 };

type Count = (range: readonly [number, number]) => PromiseLike<number>;

async function countAll(below: number, count: Count): Promise<Figure> {
  const size = Math.ceil(below / chunks);
  const ranges = Array.from({ length: chunks }, (_, at) => [at * size, Math.min(below, (at + 1) * size)] as const);
  const value = await warmRate(below, async () => {
    const counts = await Promise.all(ranges.map((range) => count(range)));
    verify(
      `the number of primes below ${below}`,
      counts.reduce((sum, each) => sum + each, 0),
      known[below],
    );
  });
  return { value };
}

export const threadsPrimes: Case = {
  name: 'threads/primes',
  what: 'the primes below two million by trial division, in 64 chunks on two threads',
  unit: 'numbers/s',
  better: 'more',
  count: 2_000_000,
  quickCount: 100_000,
  contenders: [
    {
      name: 'Heddle',
      role: 'heddle',
      async run(below) {
        const { ThreadPoolExecutor } = await import('@heddle/threads');
        const { countPrimes } = await import('./count-primes-task.ts');
        const executor = new ThreadPoolExecutor({ maxWorkers: threads });
        return await countAll(below, (range) => executor.submit(countPrimes, range));
      },
    },
    {
      name: 'one after the other, here',
      role: 'peer',
      target: { atLeast: 1.9 },
      async run(below) {
        const { default: countPrimes } = await import('./count-primes.ts');
        return await countAll(below, async (range) => countPrimes(range));
      },
    },
    {
      name: 'piscina',
      role: 'peer',
      async run(below) {
        const { Piscina } = await import('piscina');
        const filename = sibling(import.meta, 'count-primes');
        const pool = new Piscina({ filename, minThreads: threads, maxThreads: threads });
        return await countAll(below, (range) => pool.run(range));
      },
    },
    { name: 'Python ProcessPoolExecutor', role: 'peer', python: ['primes.py', 'processes'] },
    { name: 'Python ThreadPoolExecutor', role: 'peer', python: ['primes.py', 'threads'] },
  ],
};
