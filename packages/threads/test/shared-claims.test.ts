import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SharedClaims } from '../src/shared-claims.ts';

/** Numbers near which something may break: the first, those that share a word, the largest that a word holds, and beyond. */
const bases = [1, 4_095, 3 * 4_096 - 2, 2 ** 31 - 3 * 4_096, 2 ** 31 - 2, 2 ** 32 - 3, 2 ** 40];

const step = fc.record({
  do: fc.constantFrom('offer', 'offer begun', 'begin', 'take back', 'recover', 'ask'),
  at: fc.nat(3),
  back: fc.nat(2),
});

describe('SharedClaims', () => {
  test('each call has one winner, whatever the interleaving, and however often its word is used again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...bases), fc.array(step, { maxLength: 60 }), (base, steps) => {
        const pool = new SharedClaims();
        const worker = new SharedClaims(pool.memory);
        /** What each of a few words says. */
        const words = [0, 1, 2, 3].map(() => ({ call: 0, state: 'free' as 'free' | 'offered' | 'begun' | 'back' }));
        const lap = [0, 0, 0, 0];
        const winners = new Map<number, string[]>();
        const won = (call: number, who: string, isIt: boolean): void => {
          if (isIt) {
            winners.set(call, [...(winners.get(call) ?? []), who]);
          }
        };
        for (const { do: action, at, back } of steps) {
          const word = words[at] ?? { call: 0, state: 'free' };
          const call = base + at + (lap[at] ?? 0) * pool.size;
          const earlier = call - (1 + back) * pool.size; // of the same word, and mostly not the latest
          const asked = back === 0 ? word.call : earlier;
          const isOffered = asked > 0 && word.call === asked && word.state === 'offered';
          switch (action) {
            case 'offer':
            case 'offer begun':
              pool.offer(call, action === 'offer begun');
              Object.assign(word, { call, state: action === 'offer' ? 'offered' : 'begun' });
              lap[at] = (lap[at] ?? 0) + 1;
              break;
            case 'begin':
              if (asked > 0) {
                expect(worker.begin(asked)).toBe(isOffered);
                won(asked, 'worker', isOffered);
                word.state = isOffered ? 'begun' : word.state;
              }
              break;
            case 'take back':
            case 'recover':
              if (asked > 0) {
                expect(action === 'recover' ? pool.recover(asked) : pool.takeBack(asked)).toBe(isOffered);
                won(asked, 'pool', isOffered);
                word.state = isOffered ? 'back' : word.state;
              }
              break;
            case 'ask':
              if (asked > 0) {
                expect(pool.hasBegun(asked)).toBe(word.call === asked && word.state === 'begun');
              }
          }
        }
        expect([...winners.values()].filter(({ length }) => length > 1)).toEqual([]);
      }),
    );
  });

  test('two threads at once: each call goes to one of them, and none is lost', async () => {
    const [count, rounds] = [4_096, 20];
    for (const first of [1, 2 ** 31 - 2_000]) {
      const claims = new SharedClaims();
      const round = new Int32Array(new SharedArrayBuffer(4));
      const workerData = { memory: claims.memory, round, first, count, rounds };
      const worker = new Worker(new URL('fixtures/claim-all.ts', import.meta.url), { workerData });
      await once(worker, 'online');
      for (let now = 1; now <= rounds; now += 1) {
        for (let call = first; call < first + count; call += 1) {
          claims.offer(call, false);
        }
        const answer = once(worker, 'message') as Promise<[number[]]>;
        Atomics.store(round, 0, now);
        Atomics.notify(round, 0);
        const back: number[] = [];
        for (let n = 0; n < count; n += 1) {
          const call = now % 2 === 0 ? first + n : first + count - 1 - n; // in step with it, or towards it
          if (claims.takeBack(call)) {
            back.push(call);
          }
        }
        const [begun] = await answer;
        const all = [...begun, ...back].toSorted((a, b) => a - b);
        expect(all).toEqual(Array.from({ length: count }, (_, n) => first + n));
        expect(begun.every((call) => claims.hasBegun(call))).toBe(true);
        expect(back.some((call) => claims.hasBegun(call))).toBe(false);
      }
      await worker.terminate();
    }
  });
});
