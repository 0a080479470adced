import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventLoopExecutor, Future, type FutureState, InvalidStateError } from '../src/index.ts';
import { catchWarnings, failure, turn } from './support/help.ts';

const moves = ['setRunningOrNotifyCancel', 'setResult', 'setException', 'cancel', 'abort'] as const;
type Move = (typeof moves)[number];

/** What a future is, in one line for each move: the state after it, and its answer; `undefined` where it is forbidden. */
function model(state: FutureState, move: Move): [FutureState, unknown] | undefined {
  const isOpen = state === 'pending' || state === 'running';
  if (move === 'setRunningOrNotifyCancel') {
    return state === 'pending' ? ['running', true] : state === 'cancelled' ? ['cancelled', false] : undefined;
  }
  if (move === 'cancel') {
    return state === 'pending' ? ['cancelled', true] : [state, state === 'cancelled'];
  }
  if (move === 'abort') {
    return isOpen ? ['cancelled', true] : [state, false];
  }
  return isOpen ? ['finished', undefined] : undefined;
}

const step = fc.oneof(
  fc.record({ do: fc.constantFrom(...moves), value: fc.anything() }),
  fc.record({ do: fc.constantFrom('callback', 'bad callback', 'result', 'exception'), value: fc.constant(undefined) }),
);

test('any program over a future does what the model says', async () => {
  catchWarnings();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (program) => {
      const future = new Future<unknown>();
      let state: FutureState = 'pending';
      let outcome: { status: string; value?: unknown } | undefined;
      const calls: number[] = [];
      const expectedCalls: number[] = [];
      const waits: Promise<unknown>[] = [];
      let callbacks = 0;
      for (const { do: action, value } of program) {
        // An object that is (or has) a thenable would be awaited away: wrap what is a value.
        const wrapped = { value };
        if (action === 'callback') {
          const index = callbacks;
          callbacks += 1;
          future.addDoneCallback(() => calls.push(index));
          expectedCalls.push(index);
        } else if (action === 'bad callback') {
          future.addDoneCallback(() => {
            throw value;
          });
        } else if (action === 'result' || action === 'exception') {
          waits.push(settle(future[action]()).then((end) => [action, end]));
        } else {
          const argument = action === 'setException' ? value : wrapped;
          const call = (): unknown => future[action](argument);
          const expected = model(state, action);
          if (expected === undefined) {
            expect(call).toThrow(InvalidStateError);
          } else {
            const wasDone = future.done();
            expect(call()).toBe(expected[1]);
            [state] = expected;
            if (future.done() && !wasDone) {
              outcome = { status: state === 'cancelled' ? 'cancelled' : action, value: argument };
            }
          }
        }
        expect(future.state).toBe(state);
        expect(calls).toEqual(future.done() ? expectedCalls : []);
      }
      if (!future.done()) {
        future.setResult({ value: 'end' });
        outcome = { status: 'setResult', value: { value: 'end' } };
      }
      expect(calls).toEqual(expectedCalls);
      for (const [action, end] of (await Promise.all(waits)) as ['result' | 'exception', [string, unknown]][]) {
        if (outcome?.status === 'cancelled') {
          expect(end).toMatchObject(['rejected', { code: 'ERR_CANCELLED' }]);
        } else if (outcome?.status === 'setResult') {
          expect(end).toEqual(['fulfilled', action === 'result' ? outcome.value : undefined]);
        } else {
          expect(end).toEqual([action === 'result' ? 'rejected' : 'fulfilled', outcome?.value]);
        }
      }
      future.catch(() => {});
    }),
    { numRuns: 300 },
  );
});

async function settle(promise: Promise<unknown>): Promise<[string, unknown]> {
  try {
    return ['fulfilled', await promise];
  } catch (error) {
    return ['rejected', error];
  }
}

test('map is Array.map, whatever its options', async () => {
  const options = fc.record(
    {
      chunkSize: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant('auto' as const)),
      bufferSize: fc.integer({ min: 1, max: 12 }),
      ordered: fc.boolean(),
      settled: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  const items = fc.array(fc.record({ n: fc.integer(), turns: fc.nat(2), fails: fc.boolean() }), { maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(
      items,
      options,
      fc.boolean(),
      fc.boolean(),
      fc.integer({ min: 1, max: 4 }),
      async (given, options, isAsync, mayFail, maxWorkers) => {
        await using executor = new EventLoopExecutor({ maxWorkers });
        const list = given.map((item, index) => ({ ...item, fails: item.fails && mayFail, index }));
        let started = 0;
        let running = 0;
        const call = async ({ n, turns, fails }: (typeof list)[number]): Promise<number> => {
          started += 1;
          running += 1;
          expect(running).toBeLessThanOrEqual(maxWorkers);
          for (let left = turns; left > 0; left -= 1) {
            await turn();
          }
          running -= 1;
          if (fails) {
            throw new RangeError(String(n));
          }
          return 2 * n;
        };
        const source = isAsync
          ? (async function* source() {
              yield* list;
            })()
          : list;
        const results = executor.map(call, source, options as object);
        if (options.settled === true) {
          const settled = list.map(({ n, fails }) =>
            fails ? { status: 'rejected', reason: new RangeError(String(n)) } : { status: 'fulfilled', value: 2 * n },
          );
          const seen = await results.toArray();
          expect(options.ordered === false ? sorted(seen) : seen).toEqual(
            options.ordered === false ? sorted(settled) : settled,
          );
          expect(started).toBe(list.length);
          return;
        }
        const firstBad = list.findIndex(({ fails }) => fails);
        if (firstBad === -1) {
          const seen = await results.toArray();
          const expected = list.map(({ n }) => 2 * n);
          expect(options.ordered === false ? sorted(seen) : seen).toEqual(
            options.ordered === false ? sorted(expected) : expected,
          );
          return;
        }
        const seen: number[] = [];
        const error = await failure(async () => {
          for await (const value of results) {
            seen.push(value);
          }
        });
        expect(error).toBeInstanceOf(RangeError);
        if (options.ordered !== false) {
          expect(seen).toEqual(list.slice(0, firstBad).map(({ n }) => 2 * n));
          expect(error).toMatchObject({ message: String(list[firstBad]?.n) });
        }
      },
    ),
    { numRuns: 300 },
  );
});

function sorted(values: unknown[]): string[] {
  return values.map((value) => JSON.stringify(value)).toSorted((a, b) => a.localeCompare(b));
}
