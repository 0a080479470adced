import { Worker } from 'node:worker_threads';
import type { Case } from '../../case.ts';
import { roundTrips } from '../../latency.ts';
import { sibling } from '../../sibling.ts';

/** One thread beside the main one; all on one processor, so that it is the same whether threads spin, sleep or move. */
export const threadsRoundTrip: Case = {
  name: 'threads/round-trip',
  what: 'one task that does nothing after the other, there and back, on one thread; on one processor',
  unit: 'µs',
  better: 'less',
  count: 20_000,
  quickCount: 500,
  isPinned: true,
  contenders: [
    {
      name: 'Heddle',
      role: 'heddle',
      async run(count) {
        const { ThreadPoolExecutor } = await import('@heddle/threads');
        const { echo } = await import('./echo-task.ts');
        const executor = new ThreadPoolExecutor({ maxWorkers: 1 });
        return await roundTrips(count, (n) => executor.submit(echo, n));
      },
    },
    {
      name: 'piscina',
      role: 'peer',
      target: { atMost: 1.15 },
      async run(count) {
        const { Piscina } = await import('piscina');
        const pool = new Piscina({ filename: sibling(import.meta, 'echo'), minThreads: 1, maxThreads: 1 });
        return await roundTrips(count, (n) => pool.run(n));
      },
    },
    {
      name: 'bare postMessage',
      role: 'reference',
      async run(count) {
        const { BarePool } = await import('./bare-pool.ts');
        const pool = new BarePool(1, 1);
        return await roundTrips(count, (n) => pool.run(n));
      },
    },
    {
      name: 'bare Atomics.wait, both ways',
      role: 'reference',
      async run(count) {
        const words = new Int32Array(new SharedArrayBuffer(8));
        const worker = new Worker(sibling(import.meta, 'echo-atomics'), { workerData: words });
        worker.unref();
        return await roundTrips(count, (n) => {
          words[1] = n;
          Atomics.store(words, 0, 1);
          Atomics.notify(words, 0);
          Atomics.wait(words, 0, 1);
          return words[1];
        });
      },
    },
  ],
};
