import type { Case } from '../../case.ts';
import { collectGarbage } from '../../collect.ts';
import { sibling } from '../../sibling.ts';
import { verifyInOrder } from '../../verify.ts';

const atOnce = 32;

async function echo(n: number): Promise<number> {
  return n;
}

/**
 * Blocks every slot, submits, and looks at how much the heap has grown; the caller keeps what `submit` answers, in an array that was there before.
 *
 * @returns bytes for each
 */
async function weigh(
  count: number,
  submit: <T>(fn: (n: number) => Promise<T>, n: number) => PromiseLike<T>,
): Promise<{ value: number }> {
  const gate = Promise.withResolvers<void>();
  const blocked = Array.from({ length: atOnce }, (_, n) => submit(() => gate.promise, n));
  const value = await weighQueued(count, (n) => submit(echo, n), gate.resolve);
  await Promise.all(blocked);
  return { value };
}

async function weighQueued(
  count: number,
  submit: (n: number) => PromiseLike<number>,
  open: () => void,
): Promise<number> {
  const promises: PromiseLike<number>[] = Array.from({ length: count });
  await turn();
  const before = heap();
  for (let n = 0; n < count; n += 1) {
    promises[n] = submit(n);
  }
  await turn(); // some take in what was submitted only now
  const after = heap();
  open();
  verifyInOrder(await Promise.all(promises), count);
  return (after - before) / count;
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function heap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

export const memoryQueuedSubmit: Case = {
  name: 'memory/queued-submit',
  what: 'the heap that one queued submit holds, of 200,000',
  unit: 'bytes',
  better: 'less',
  count: 200_000,
  quickCount: 5_000,
  nodeArgs: ['--expose-gc'],
  contenders: [
    {
      name: 'Heddle, EventLoopExecutor',
      role: 'heddle',
      async run(count) {
        const { EventLoopExecutor } = await import('@heddle/futures');
        const executor = new EventLoopExecutor({ maxWorkers: atOnce });
        return await weigh(count, (fn, n) => executor.submit(fn, n));
      },
    },
    {
      // Counted by tracemalloc, which sees what Python allocates.
      name: 'Python ThreadPoolExecutor',
      role: 'peer',
      target: { atMost: 1 / 8 },
      python: ['memory.py'],
    },
    {
      name: 'p-limit',
      role: 'peer',
      target: { atMost: 1 / 3 },
      async run(count) {
        const { default: pLimit } = await import('p-limit');
        const limit = pLimit(atOnce);
        return await weigh(count, (fn, n) => limit(fn, n));
      },
    },
    {
      name: 'p-queue',
      role: 'peer',
      async run(count) {
        const { default: PQueue } = await import('p-queue');
        const queue = new PQueue({ concurrency: atOnce });
        return await weigh(count, (fn, n) => queue.add(() => fn(n)));
      },
    },
    {
      // Its two threads wait at a gate in shared memory.
      name: 'piscina',
      role: 'peer',
      async run(count) {
        const { Piscina } = await import('piscina');
        const filename = sibling(import.meta, 'gated-echo');
        const pool = new Piscina({ filename, minThreads: 2, maxThreads: 2, maxQueue: Infinity });
        const gate = new Int32Array(new SharedArrayBuffer(4));
        const blocked = [pool.run(gate), pool.run(gate)];
        const open = () => {
          Atomics.store(gate, 0, 1);
          Atomics.notify(gate, 0);
        };
        const value = await weighQueued(count, (n) => pool.run(n), open);
        await Promise.all(blocked);
        return { value };
      },
    },
  ],
};
