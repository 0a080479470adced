import type { Case } from '../../case.ts';
import { sibling } from '../../sibling.ts';
import { verify } from '../../verify.ts';
import type * as echoTask from './echo-task.ts';

const threads = 2;

/** Once in each process: what was imported before counts for nobody, and a second pool would find it warm. */
async function toFirstResult(make: () => PromiseLike<number>): Promise<{ value: number }> {
  const begin = performance.now();
  const result = await make();
  const value = performance.now() - begin;
  verify('the result', result, 1);
  return { value };
}

async function startHeddle(n: number, tasks: Promise<typeof echoTask>): Promise<{ value: number }> {
  const { ThreadPoolExecutor } = await import('@heddle/threads');
  const { echo } = await tasks;
  return await toFirstResult(() => new ThreadPoolExecutor({ maxWorkers: threads }).submit(echo, n));
}

export const threadsStart: Case = {
  name: 'threads/start',
  what: 'from a new pool of at most two threads to the first result; imports in the main thread not counted',
  unit: 'ms',
  better: 'less',
  count: 1,
  quickCount: 1,
  contenders: [
    {
      name: 'Heddle',
      role: 'heddle',
      run: async (n) => await startHeddle(n, import('./echo-task.ts')),
    },
    {
      // One thread at first, as Heddle has: by default it would start both at once, and the second would slow the first.
      name: 'piscina',
      role: 'peer',
      target: { atMost: 1.1 },
      async run(n) {
        const { Piscina } = await import('piscina');
        const filename = sibling(import.meta, 'echo');
        return await toFirstResult(() => new Piscina({ filename, minThreads: 1, maxThreads: threads }).run(n));
      },
    },
    {
      name: 'Heddle, with a task that imports all of @heddle/futures',
      role: 'reference',
      against: 'Heddle',
      run: async (n) => await startHeddle(n, import('./echo-task-of-all.ts')),
    },
    {
      name: 'piscina, with a task that imports @heddle/futures/task',
      role: 'reference',
      async run(n) {
        const { Piscina } = await import('piscina');
        const filename = sibling(import.meta, 'echo-importing');
        return await toFirstResult(() => new Piscina({ filename, minThreads: 1, maxThreads: threads }).run(n));
      },
    },
    {
      name: 'bare Worker',
      role: 'reference',
      async run(n) {
        const { BarePool } = await import('./bare-pool.ts');
        return await toFirstResult(() => new BarePool(1, 1).run(n));
      },
    },
  ],
};
