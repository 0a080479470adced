import { burst } from '../../burst.ts';
import type { Case, Figure } from '../../case.ts';
import { sibling } from '../../sibling.ts';

const processes = 2;
const mostJobs = 2_000;

/** Two processes, all else as it comes. */
export const processesBurst: Case = {
  name: 'processes/burst',
  what: '20,000 tasks that do nothing, submitted in one turn, on two processes',
  unit: 'tasks/s',
  better: 'more',
  count: 20_000,
  quickCount: 500,
  contenders: [
    {
      name: 'Heddle',
      role: 'heddle',
      async run(count) {
        const { ProcessPoolExecutor } = await import('@heddle/processes');
        const { echo } = await import('../threads/echo-task.ts');
        const executor = new ProcessPoolExecutor({ maxWorkers: processes });
        return { value: await burst(count, (n) => executor.submit(echo, n)) };
      },
    },
    {
      name: 'tinypool, child_process',
      role: 'peer',
      target: { atLeast: 15 },
      async run(count) {
        const { Tinypool } = await import('tinypool');
        const filename = sibling(import.meta, '../threads/echo');
        const pool = new Tinypool({
          runtime: 'child_process',
          filename,
          minThreads: processes,
          maxThreads: processes,
        });
        return { value: await burst(count, (n) => pool.run(n)) };
      },
    },
    {
      name: 'workerpool, process',
      role: 'peer',
      target: { atLeast: 15 },
      async run(count) {
        const { default: workerpool } = await import('workerpool');
        const file = sibling(import.meta, 'echo-workerpool');
        const pool = workerpool.pool(file, { workerType: 'process', maxWorkers: processes });
        return { value: await burst(count, (n) => pool.exec('echo', [n])) };
      },
    },
    { name: 'Python ProcessPoolExecutor', role: 'peer', python: ['process_burst.py'] },
    {
      // One worker in a process of its own. Its rate does not hang on how many jobs there are: fewer of them, so that it ends.
      name: 'bullmq',
      role: 'peer',
      needs: ['redis'],
      async run(count) {
        const { bullmqBurst } = await import('./bullmq-burst.ts');
        return { value: await bullmqBurst(Math.min(count, mostJobs)) };
      },
    },
    {
      name: 'bare fork, one a message',
      role: 'reference',
      async run(count) {
        const { BareChildren } = await import('./bare-children.ts');
        const children = new BareChildren(processes);
        return { value: await burst(count, (n) => children.run(n)) };
      },
    },
    {
      name: 'bare fork, 128 a message, a write into a socket for each result',
      role: 'reference',
      run: async (count) => await bareBurst(count, 'socket'),
    },
    {
      name: 'bare fork, 128 a message, a write into a named pipe for each result',
      role: 'reference',
      needs: ['mkfifo'],
      run: async (count) => await bareBurst(count, 'fifo'),
    },
  ],
};

async function bareBurst(count: number, pipe: 'socket' | 'fifo'): Promise<Figure> {
  const { BarePipes } = await import('./bare-pipes.ts');
  const children = new BarePipes(processes, 128, pipe);
  const flush = (): void => {
    children.flush();
  };
  return { value: await burst(count, (n) => children.run(n), flush) };
}
