import type { ReturnWhen } from '@heddle/futures';
import * as fc from 'fast-check';
import type { MakeExecutorOptions } from '../executor/subject.ts';

/** What a task is to do; what only the run knows (ports, numbers) comes in as it is submitted. */
export type Plan =
  | { readonly kind: 'returns' | 'throws'; readonly now: boolean; readonly until: number }
  | { readonly kind: 'takes turns'; readonly turns: number }
  | { readonly kind: 'waits'; readonly heeds: boolean }
  | { readonly kind: 'nests'; readonly child: Plan; readonly through: 'submit' | 'map' | 'dependency' }
  | { readonly kind: 'shuts its pool down'; readonly cancelFutures: boolean }
  | { readonly kind: 'exits' | 'kills itself' | 'blocks' };

/** Which of the signals of the schedule, if any. */
export type SignalChoice = 0 | 1 | undefined;

export interface ViewPlan {
  readonly priority: number | undefined;
  readonly timeout: number | undefined;
  readonly retries: number | undefined;
  readonly signal: SignalChoice;
}

/** Of the futures there are, by number: a number too high begins again. */
export type Choice = number;

export interface MapPlan {
  readonly plans: readonly Plan[];
  readonly chunkSize: number | 'auto';
  readonly bufferSize: number | undefined;
  readonly ordered: boolean;
  readonly settled: boolean;
  readonly isAsync: boolean;
  readonly timeout: number;
  readonly signal: SignalChoice;
  /** So many results are read before the map is left. */
  readonly take: number;
}

export type Step =
  | { readonly do: 'submit'; readonly plan: Plan; readonly inputs: readonly Choice[]; readonly view: ViewPlan }
  | { readonly do: 'map'; readonly map: MapPlan; readonly view: ViewPlan }
  | { readonly do: 'cancel' | 'abort'; readonly of: Choice }
  | { readonly do: 'abort signal'; readonly signal: 0 | 1 }
  | { readonly do: 'open the gate' }
  | { readonly do: 'let one in' }
  | {
      readonly do: 'wait';
      readonly of: readonly Choice[];
      readonly how: ReturnWhen | 'asCompleted' | 'result';
      readonly timeout: number;
      readonly signal: SignalChoice;
      readonly take: number;
    }
  | { readonly do: 'shut down'; readonly wait: boolean; readonly cancelFutures: boolean }
  | { readonly do: 'end workers'; readonly force: boolean }
  | { readonly do: 'pause'; readonly turns: number }
  /** A wait in between, of 5 ms at the most. */
  | { readonly do: 'let one finish' };

export type Schedule = readonly Step[];

/** Schedules in a row on one pool; the next begins on a new one where one has ended the pool. */
export interface Lane {
  readonly config: MakeExecutorOptions;
  readonly schedules: readonly Schedule[];
}

type Workers = 'none' | 'threads' | 'processes';

const choice: fc.Arbitrary<Choice> = fc.nat({ max: 15 });
const signal: fc.Arbitrary<SignalChoice> = fc.constantFrom(undefined, undefined, undefined, 0, 1);
/** Infinity is longer than any timer can hold. */
const timeout = fc.constantFrom(Infinity, Infinity, 0, 1, 5);

function chance<T>(weight: number, arbitrary: fc.Arbitrary<T>): { weight: number; arbitrary: fc.Arbitrary<T> } {
  return { weight, arbitrary };
}

/** Plans of tasks; starting a worker costs a thousand tasks, so few are made to die. */
function plan(workers: Workers, depth: number): fc.Arbitrary<Plan> {
  const quick: { weight: number; arbitrary: fc.Arbitrary<Plan> }[] = [
    chance(30, fc.record({ kind: fc.constant('returns'), now: fc.boolean(), until: fc.constant(0) })),
    chance(15, fc.record({ kind: fc.constant('takes turns'), turns: fc.integer({ min: 1, max: 4 }) })),
    chance(15, fc.record({ kind: fc.constant('throws'), now: fc.boolean(), until: fc.constantFrom(Infinity, 2, 3) })),
    chance(25, fc.record({ kind: fc.constant('waits'), heeds: fc.constantFrom(true, true, true, false) })),
    chance(1, fc.record({ kind: fc.constant('shuts its pool down'), cancelFutures: fc.boolean() })),
  ];
  if (depth > 0) {
    quick.push(
      chance(
        15,
        fc.record({
          kind: fc.constant('nests'),
          child: plan(workers, depth - 1),
          through: fc.constantFrom('submit', 'submit', 'map', 'dependency'),
        }),
      ),
    );
  }
  if (workers !== 'none') {
    const kinds = ['exits', 'blocks', ...(workers === 'processes' ? (['kills itself'] as const) : [])] as const;
    quick.push(chance(1, fc.record({ kind: fc.constantFrom(...kinds) })));
  }
  return fc.oneof(...quick);
}

function view(workers: Workers): fc.Arbitrary<ViewPlan> {
  const plain = { priority: undefined, timeout: undefined, retries: undefined, signal: undefined };
  const some = fc.record({
    priority: fc.constantFrom(undefined, 0, 1, 2),
    timeout: fc.oneof(
      chance(workers === 'none' ? 3 : 9, fc.constantFrom(undefined, Infinity)),
      chance(1, fc.constantFrom(0, 1, 5)),
    ),
    retries: fc.constantFrom(undefined, undefined, 0, 1, 2),
    signal,
  });
  return fc.oneof(chance(2, fc.constant(plain)), chance(1, some));
}

function mapPlan(workers: Workers): fc.Arbitrary<MapPlan> {
  return fc.record({
    plans: fc.array(plan(workers, 1), { maxLength: 6 }),
    chunkSize: fc.constantFrom<(number | 'auto')[]>(1, 1, 2, 3, 'auto'),
    bufferSize: fc.constantFrom(undefined, undefined, 1, 2, 3),
    ordered: fc.boolean(),
    settled: fc.boolean(),
    isAsync: fc.boolean(),
    timeout,
    signal,
    take: fc.constantFrom(Infinity, Infinity, 0, 1, 2),
  });
}

function step(workers: Workers): fc.Arbitrary<Step> {
  const steps: { weight: number; arbitrary: fc.Arbitrary<Step> }[] = [
    chance(
      45,
      fc.record({
        do: fc.constant('submit'),
        plan: plan(workers, 2),
        inputs: fc.oneof(chance(4, fc.constant([])), chance(1, fc.array(choice, { maxLength: 3 }))),
        view: view(workers),
      }),
    ),
    chance(6, fc.record({ do: fc.constant('map'), map: mapPlan(workers), view: view(workers) })),
    chance(8, fc.record({ do: fc.constantFrom('cancel', 'abort'), of: choice })),
    chance(3, fc.record({ do: fc.constant('abort signal'), signal: fc.constantFrom(0, 1) })),
    chance(2, fc.record({ do: fc.constant('open the gate') })),
    chance(6, fc.record({ do: fc.constant('let one in') })),
    chance(
      10,
      fc.record({
        do: fc.constant('wait'),
        of: fc.array(choice, { minLength: 1, maxLength: 4 }),
        how: fc.constantFrom('ALL_COMPLETED', 'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'asCompleted', 'result'),
        timeout,
        signal,
        take: fc.constantFrom(Infinity, Infinity, 1, 2),
      }),
    ),
    chance(workers === 'none' ? 2 : 1, ending(workers)),
    chance(10, fc.record({ do: fc.constant('pause'), turns: fc.integer({ min: 1, max: 8 }) })),
    chance(4, fc.record({ do: fc.constant('let one finish') })),
  ];
  return fc.oneof(...steps);
}

/** The end of the pool: those that have workers start new ones after it. */
function ending(workers: Workers): fc.Arbitrary<Step> {
  const shutDown = fc.record({ do: fc.constant('shut down'), wait: fc.boolean(), cancelFutures: fc.boolean() });
  const endWorkers = fc.record({ do: fc.constant('end workers'), force: fc.boolean() });
  return workers === 'none' ? shutDown : fc.oneof(chance(2, shutDown), chance(1, endWorkers));
}

function config(workers: Workers): fc.Arbitrary<MakeExecutorOptions> {
  const maxWorkers = fc.constantFrom(1, 1, 2, 3);
  // 60,000: whoever does not heed its signal keeps its slot until the gate opens.
  if (workers === 'none') {
    return fc.record({ maxWorkers, graceMs: fc.constantFrom(60_000, 60_000, 10, 1) });
  }
  return fc.record(
    {
      maxWorkers,
      graceMs: fc.constantFrom(60_000, 60_000, 60_000, 10, 1),
      tasksPerWorker: fc.integer({ min: 1, max: 2 }),
      onCrash: fc.constantFrom('replace', 'replace', 'retry', 'break'),
      maxTasksPerChild: fc.constantFrom(10, 100, 100, 100),
    },
    { requiredKeys: ['maxWorkers', 'graceMs', 'tasksPerWorker', 'onCrash'] },
  );
}

/** Lanes that run at the same time, each on pools of its own. */
export function lanes(workers: Workers): fc.Arbitrary<readonly Lane[]> {
  const schedule = fc.array(step(workers), { minLength: 1, maxLength: 14, size: 'max' });
  const lane = fc.record({
    config: config(workers),
    schedules: fc.array(schedule, { minLength: 1, maxLength: workers === 'none' ? 8 : 40, size: 'max' }),
  });
  return fc.array(lane, { minLength: 1, maxLength: 4, size: 'max' });
}
