import { burst } from '../../burst.ts';
import type { Case, Contender } from '../../case.ts';
import { sibling } from '../../sibling.ts';

const threads = 2;

/** Two threads, all else as it comes. */
export const threadsBurst: Case = {
  name: 'threads/burst',
  what: '20,000 tasks that do nothing, submitted in one turn, on two threads',
  unit: 'tasks/s',
  better: 'more',
  count: 20_000,
  quickCount: 500,
  contenders: [
    {
      name: 'Heddle',
      role: 'heddle',
      async run(count) {
        const { ThreadPoolExecutor } = await import('@heddle/threads');
        const { echo } = await import('./echo-task.ts');
        const executor = new ThreadPoolExecutor({ maxWorkers: threads });
        return { value: await burst(count, (n) => executor.submit(echo, n)) };
      },
    },
    {
      name: 'piscina',
      role: 'peer',
      target: { atLeast: 25 },
      async run(count) {
        const { Piscina } = await import('piscina');
        const filename = sibling(import.meta, 'echo');
        const pool = new Piscina({ filename, minThreads: threads, maxThreads: threads });
        return { value: await burst(count, (n) => pool.run(n)) };
      },
    },
    {
      name: 'tinypool',
      role: 'peer',
      target: { atLeast: 25 },
      async run(count) {
        const { Tinypool } = await import('tinypool');
        const filename = sibling(import.meta, 'echo');
        const pool = new Tinypool({ filename, minThreads: threads, maxThreads: threads });
        return { value: await burst(count, (n) => pool.run(n)) };
      },
    },
    {
      name: 'workerpool',
      role: 'peer',
      target: { atLeast: 25 },
      async run(count) {
        const { default: workerpool } = await import('workerpool');
        const file = sibling(import.meta, 'echo-workerpool');
        const pool = workerpool.pool(file, { workerType: 'thread', maxWorkers: threads });
        return { value: await burst(count, (n) => pool.exec('echo', [n])) };
      },
    },
    {
      name: 'poolifier',
      role: 'peer',
      target: { atLeast: 10 },
      async run(count) {
        const { FixedThreadPool } = await import('poolifier');
        const pool = new FixedThreadPool<number, number>(threads, sibling(import.meta, 'echo-poolifier'));
        return { value: await burst(count, (n) => pool.execute(n)) };
      },
    },
    {
      name: 'multithreading',
      role: 'peer',
      async run(count) {
        const { initRuntime, move, spawn } = await import('multithreading');
        initRuntime({ maxWorkers: threads });
        const run = async (n: number) => {
          const result = await spawn(move(n), (n) => n).join();
          return result.ok ? result.value : undefined;
        };
        return { value: await burst(count, run) };
      },
    },
    ...[1, 32, 128].map(bare),
    {
      name: 'thenables in Promise.all, resolved in one go',
      role: 'reference',
      async run(count) {
        const { Thenable } = await import('./thenable.ts');
        let thenables: InstanceType<typeof Thenable>[] = [];
        const submit = (n: number) => {
          const thenable = new Thenable(n);
          thenables.push(thenable);
          return thenable;
        };
        const settle = () => {
          for (const thenable of thenables) {
            thenable.settle();
          }
          thenables = [];
        };
        return { value: await burst(count, submit, () => setImmediate(settle)) };
      },
    },
  ],
};

function bare(batch: number): Contender {
  return {
    name: batch === 1 ? 'bare postMessage, one a message' : `bare postMessage, ${batch} a message`,
    role: 'reference',
    async run(count) {
      const { BarePool } = await import('./bare-pool.ts');
      const pool = new BarePool(threads, batch);
      const flush = () => {
        pool.flush();
      };
      return { value: await burst(count, (n) => pool.run(n), flush) };
    },
  };
}
