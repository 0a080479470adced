import type { Case } from '../src/case.ts';
import { verify } from '../src/verify.ts';

/** One of each kind of end. */
export const cases: readonly Case[] = [
  {
    name: 'fixture/ends',
    what: 'what becomes of a contender',
    unit: 'pieces',
    better: 'more',
    count: 10,
    quickCount: 2,
    contenders: [
      { name: 'right', role: 'heddle', run: async (count) => ({ value: count, also: { seen: count } }) },
      { name: 'half as good', role: 'peer', target: { atLeast: 3 }, run: async (count) => ({ value: count / 2 }) },
      {
        name: 'wrong',
        role: 'peer',
        async run() {
          verify('the sum', 1, 2);
          return { value: 1_000 };
        },
      },
      {
        name: 'gone',
        role: 'peer',
        async run() {
          process.exit(3);
        },
      },
      { name: 'talkative', role: 'peer', run: talk },
    ],
  },
];

async function talk(count: number): Promise<{ value: number }> {
  console.log('what a peer may print');
  return { value: count };
}
