import type { Queue, WaitOptions } from '@heddle/queue';
import type { Case } from '../../case.ts';
import { type Crowd, growth } from './crowd.ts';
import { PromiseLine } from './promise-line.ts';
import { manners } from './options.ts';

/** Many promises need more of the processor's caches than few: that much is the machine's. */
const byHand = 'promises by hand';

function waitingCase(
  name: string,
  who: string,
  gather: (make: (maxSize: number) => Queue<number>, options: WaitOptions) => Crowd,
): Case {
  return {
    name: `waiting/${name}`,
    what: `what one more ${who} costs where 100,000 wait, divided by what it costs where 1,000 do`,
    unit: 'times',
    better: 'less',
    count: 100_000,
    quickCount: 5_000,
    nodeArgs: ['--expose-gc'],
    contenders: [
      ...manners.map(({ name, make }) => ({
        name: `Heddle, ${name}`,
        role: 'heddle' as const,
        own: { atMost: 1.5 },
        over: byHand,
        async run(count: number) {
          const { Queue } = await import('@heddle/queue');
          return await growth(count, () => gather((maxSize) => new Queue<number>({ maxSize }), make()));
        },
      })),
      { name: byHand, role: 'reference', run: (count) => growth(count, () => new PromiseLine()) },
    ],
  };
}

export const waitingGetters = waitingCase('getters', '`get`', (make, options) => {
  const queue = make(0);
  return {
    add: () => queue.get(options),
    leave(count) {
      for (let n = 0; n < count; n += 1) {
        queue.putNowait(n);
      }
    },
    get size() {
      return queue.stats().waitingGets;
    },
  };
});

export const waitingPutters = waitingCase('putters', '`put`', (make, options) => {
  const queue = make(1);
  queue.putNowait(0);
  return {
    add: () => queue.put(0, options),
    leave(count) {
      for (let n = 0; n < count; n += 1) {
        queue.getNowait();
      }
    },
    get size() {
      return queue.stats().waitingPuts;
    },
  };
});

/** All leave at once, or nobody. */
export const waitingJoins = waitingCase('joins', '`join`', (make, options) => {
  const queue = make(0);
  queue.putNowait(0);
  let size = 0;
  return {
    add() {
      size += 1;
      return queue.join(options);
    },
    get size() {
      return size;
    },
  };
});
