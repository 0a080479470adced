import type { Case, Figure } from '../../case.ts';
import { sibling } from '../../sibling.ts';
import { median } from '../../stats.ts';
import { verifyInOrder } from '../../verify.ts';

const threads = 2;
const shortMs = 0.4;
const longMs = 200;
const goes = 3;

type Submit = (work: { ms: number; n: number }) => PromiseLike<number>;

/** How much longer the short tasks take together when a long one is among them; at the best half as much again: the long one takes one of the threads for half of its time. */
async function delay(count: number, submit: Submit): Promise<Figure> {
  await shortOnes(count, submit, undefined); // warms up
  const alone: number[] = [];
  const withMiddle: number[] = [];
  const withFirst: number[] = [];
  for (let go = 0; go < goes; go += 1) {
    alone.push(await shortOnes(count, submit, undefined));
    withMiddle.push(await shortOnes(count, submit, Math.floor(count / 2)));
    withFirst.push(await shortOnes(count, submit, 0));
  }
  return {
    value: median(withMiddle) / median(alone),
    also: { 'with the long one first': median(withFirst) / median(alone), 'without it (ms)': median(alone) },
  };
}

/** @returns milliseconds until the short ones are done; the long one is submitted before the `longAt`th */
async function shortOnes(count: number, submit: Submit, longAt: number | undefined): Promise<number> {
  const begin = performance.now();
  const short: PromiseLike<number>[] = [];
  let long: PromiseLike<number> | undefined;
  for (let n = 0; n < count; n += 1) {
    if (n === longAt) {
      long = submit({ ms: longMs, n: -1 });
    }
    short.push(submit({ ms: shortMs, n }));
  }
  verifyInOrder(await Promise.all(short), count);
  const time = performance.now() - begin;
  await long;
  return time;
}

export const threadsMixed: Case = {
  name: 'threads/mixed',
  what: '1,000 tasks of 0.4 ms on two threads with one of 200 ms in their middle, in the time that they take without it',
  unit: 'times',
  better: 'less',
  count: 1_000,
  quickCount: 1_000,
  contenders: [
    {
      name: 'Heddle',
      role: 'heddle',
      own: { atMost: 2.2 },
      async run(count) {
        const { ThreadPoolExecutor } = await import('@heddle/threads');
        const { busy } = await import('./busy-task.ts');
        const executor = new ThreadPoolExecutor({ maxWorkers: threads });
        return await delay(count, (work) => executor.submit(busy, work));
      },
    },
    {
      name: 'piscina',
      role: 'peer',
      async run(count) {
        const { Piscina } = await import('piscina');
        const pool = new Piscina({ filename: sibling(import.meta, 'busy'), minThreads: threads, maxThreads: threads });
        return await delay(count, (work) => pool.run(work));
      },
    },
  ],
};
