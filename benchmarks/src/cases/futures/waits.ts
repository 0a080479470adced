import type { Case, Contender, Figure } from '../../case.ts';
import { median } from '../../stats.ts';
import { sumBelow, verify } from '../../verify.ts';
import { asCompletedOver, promiseAllOver, waitOver } from './ways.ts';

/** Waits for `count` that settle meanwhile. @returns milliseconds */
export type Way = (count: number) => Promise<{ ms: number; sum: number }>;

const warmUps = 3;
const goes = 11;

/** Nanoseconds for each. The garbage collector has most of them, now and then: hence so many goes. */
async function perItem(way: Way, count: number): Promise<number> {
  const times: number[] = [];
  for (let go = 0; go < warmUps + goes; go += 1) {
    const { ms, sum } = await way(count);
    verify('the sum', sum, sumBelow(count));
    times.push((ms / count) * 1_000_000);
  }
  return median(times.slice(warmUps));
}

function waits(name: string, call: string, way: Way): Case {
  return {
    name: `futures/${name}`,
    what: `${call} over 100,000 futures that finish meanwhile, for each`,
    unit: 'ns',
    better: 'less',
    count: 100_000,
    quickCount: 2_000,
    contenders: [
      { name: `Heddle, ${call}`, role: 'heddle', run: async (count) => ({ value: await perItem(way, count) }) },
      {
        name: 'Promise.all',
        role: 'peer',
        target: { atMost: 3 },
        run: async (count) => ({ value: await perItem(promiseAllOver, count) }),
      },
    ],
  };
}

export const futuresWait = waits('wait', 'wait', waitOver);
export const futuresAsCompleted = waits('as-completed', 'asCompleted', asCompletedOver);

function linear(name: string, way: Way, role: Contender['role']): Contender {
  return {
    name,
    role,
    ...(role === 'heddle' ? { own: { atMost: 1.5 } } : {}),
    run: async (count) => await growth(way, count),
  };
}

async function growth(way: Way, count: number): Promise<Figure> {
  const few = await perItem(way, count / 10);
  const many = await perItem(way, count);
  return { value: many / few, also: { 'of 10,000 (ns)': few, 'of 100,000 (ns)': many } };
}

/** Nothing walks a list: one of 100,000 costs what one of 10,000 costs, but for what the processor's caches and the garbage collector make of it. */
export const futuresLinear: Case = {
  name: 'futures/linear',
  what: 'what a future costs among 100,000, divided by what it costs among 10,000',
  unit: 'times',
  better: 'less',
  count: 100_000,
  quickCount: 5_000,
  contenders: [
    linear('Heddle, wait', waitOver, 'heddle'),
    linear('Heddle, asCompleted', asCompletedOver, 'heddle'),
    linear('Promise.all', promiseAllOver, 'reference'),
  ],
};
