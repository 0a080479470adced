import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { pipeline } from '../src/index.ts';
import type { Pipeline, RunStats } from '../src/index.ts';
import { Counting } from './help.ts';

const stage = fc.record({
  workers: fc.integer({ min: 1, max: 4 }),
  queueSize: fc.integer({ min: 1, max: 4 }),
  retries: fc.integer({ min: 0, max: 2 }),
  failing: fc.integer({ min: 2, max: 7 }),
  onError: fc.constantFrom('skip' as const, 'collect' as const),
  waits: fc.infiniteStream(fc.integer({ min: 0, max: 12 })),
});

/** The number within what 'collect' wrapped around it. */
function bare(x: unknown): number {
  if (typeof x === 'object' && x !== null && 'item' in x) {
    return bare(x.item);
  }
  return Number(x);
}

it('keeps its counts, its bounds and its order in any graph of stages', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 40 }),
      fc.array(stage, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
      async (count, stages, ordered, leaveAfter) => {
        const source = new Counting(count);
        const inHand = stages.map(() => 0);
        const most = stages.map(() => 0);
        let all: Pipeline<unknown> = pipeline(source);
        for (const [index, { failing, waits, ...options }] of stages.entries()) {
          all = all.consume(
            async (x): Promise<unknown> => {
              inHand[index]! += 1;
              most[index] = Math.max(most[index]!, inHand[index]!);
              for (let left = Number(waits.next().value); left > 0; left -= 1) {
                await Promise.resolve();
              }
              inHand[index]! -= 1;
              if (bare(x) % failing === 1) {
                throw new Error(`no ${bare(x)}`);
              }
              return x;
            },
            { ...options, backoff: 0 },
          );
        }
        const run = all.run({ ordered });
        const room = stages.reduce((sum, { workers, queueSize }) => sum + workers + queueSize, 1);
        const check = (stats: RunStats, read: number): void => {
          for (const [index, { waiting, running }] of stats.stages.entries()) {
            expect(waiting).toBeLessThanOrEqual(stages[index]!.queueSize);
            expect(running).toBeLessThanOrEqual(stages[index]!.workers);
          }
          const skipped = stats.stages.reduce(
            (sum, { failed }, index) => sum + (stages[index]!.onError === 'skip' ? failed : 0),
            0,
          );
          expect(source.pulled - read - skipped).toBeLessThanOrEqual(room);
        };
        for (const name of ['produced', 'started', 'done', 'failed'] as const) {
          run.on(name, () => check(run.stats(), results.length + 1));
        }
        const results: number[] = [];
        for await (const result of run) {
          results.push(bare(result));
          check(run.stats(), results.length);
          if (results.length === leaveAfter) {
            break;
          }
        }
        expect(inHand).toEqual(stages.map(() => 0));
        for (const [index, { workers }] of stages.entries()) {
          expect(most[index]).toBeLessThanOrEqual(workers);
        }
        if (ordered) {
          expect(results).toEqual(results.toSorted((a, b) => a - b));
        }
        expect(new Set(results).size).toBe(results.length);
        if (leaveAfter !== undefined && results.length === leaveAfter) {
          return;
        }
        const survivors = Array.from({ length: count }, (_, n) => n).filter(
          (n) => !stages.some(({ failing, onError }) => onError === 'skip' && n % failing === 1),
        );
        expect(results.toSorted((a, b) => a - b)).toEqual(survivors);
        const { produced, stages: figures } = run.stats();
        let coming = count;
        expect(produced).toBe(count);
        for (const [index, { done, failed, retried, waiting, running }] of figures.entries()) {
          expect({ handled: done + failed, waiting, running }).toEqual({ handled: coming, waiting: 0, running: 0 });
          expect(retried).toBe(failed * stages[index]!.retries);
          coming = stages[index]!.onError === 'skip' ? done : coming;
        }
      },
    ),
    { numRuns: 60 },
  );
});
