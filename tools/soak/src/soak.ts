import { EventLoopExecutor, type Executor, type Future } from '@heddle/futures';
import { ProcessPoolExecutor } from '@heddle/processes';
import { ThreadPoolExecutor } from '@heddle/threads';
import { leftSince, lookAtHandles } from './handles.ts';
import { judgeMemory, type Memory, type Sample, takeSample } from './memory.ts';
import { type Runs, runsInFiles, runsInMemory } from './runs.ts';
import { answerOf, close, open, work } from './tasks.ts';

export const kinds = ['event-loop', 'threads', 'processes'] as const;

export type Kind = (typeof kinds)[number];

export interface SoakOptions {
  readonly tasks: number;
  /** Every so many tasks one crashes; on the event loop it throws. */
  readonly crashEvery: number;
  readonly workers: number;
}

/** How far a soak has come. */
export interface Progress {
  settled: number;
  crashed: number;
  lastSample: Sample;
}

export interface Report extends SoakOptions {
  readonly kind: Kind;
  readonly crashed: number;
  readonly started: number;
  readonly seconds: number;
  readonly memory: Memory;
  readonly problems: readonly string[];
}

/** Submitted at once; the next lot is submitted while one is under way. */
const lot = 2_000;
const samples = 20;
/** More would say no more. */
const mostProblems = 10;

const crashes: Readonly<Record<Kind, readonly ['throws'] | readonly ['exits', ...'is killed'[]]>> = {
  'event-loop': ['throws'],
  threads: ['exits'],
  processes: ['exits', 'is killed'],
};

/**
 * Runs a great many tasks, of which some crash, and looks whether each settled as it should, ran once, and left nothing behind.
 *
 * @param onStart - is given what is kept up to date while it runs
 */
export async function soak(kind: Kind, options: SoakOptions, onStart: (progress: Progress) => void): Promise<Report> {
  // A first one, as short as can be, has everything loaded: only after it can one say what is left behind.
  await new Soak(kind, { ...options, tasks: options.workers, crashEvery: Infinity }).run();
  const run = new Soak(kind, options);
  onStart(run.progress);
  return run.run();
}

class Soak {
  readonly progress: Progress = { settled: 0, crashed: 0, lastSample: takeSample() };
  readonly #kind: Kind;
  readonly #options: SoakOptions;
  readonly #problems: string[] = [];
  readonly #samples: Sample[] = [];

  constructor(kind: Kind, options: SoakOptions) {
    this.#kind = kind;
    this.#options = options;
  }

  async run(): Promise<Report> {
    const before = lookAtHandles();
    const begin = performance.now();
    using runs = this.#kind === 'processes' ? runsInFiles(this.#options.tasks) : runsInMemory(this.#options.tasks);
    const executor = this.#makeExecutor(runs);
    await this.#submitAll(executor);
    const { workers } = executor.stats();
    await executor.shutdown();
    this.#checkStats(executor);
    this.#checkRuns(runs);
    const { crashed } = this.progress;
    if (this.#kind !== 'event-loop' && runs.workers !== crashed + workers) {
      this.#note(`Expected ${crashed} workers replaced and ${workers} left, got ${runs.workers} in all`);
    }
    this.#note(...(await leftSince(before)));
    const memory = judgeMemory(this.#samples);
    this.#note(...memory.problems);
    return {
      ...this.#options,
      kind: this.#kind,
      crashed,
      started: runs.workers,
      seconds: (performance.now() - begin) / 1_000,
      memory,
      problems: this.#problems,
    };
  }

  #makeExecutor({ record }: Runs): Executor {
    const { workers: maxWorkers } = this.#options;
    if (this.#kind === 'event-loop') {
      return new EventLoopExecutor({ maxWorkers, initializer: () => open(record) });
    }
    const options = { maxWorkers, initializer: open, finalizer: close, initArgs: [record] };
    return this.#kind === 'threads' ? new ThreadPoolExecutor(options) : new ProcessPoolExecutor(options);
  }

  /** Two lots are under way at the most, however many tasks there are. */
  async #submitAll(executor: Executor): Promise<void> {
    const { tasks } = this.#options;
    let underWay: Future<number>[] = [];
    let first = 0;
    for (let next = 0; next < tasks;) {
      const futures: Future<number>[] = [];
      const end = Math.min(tasks, next + lot);
      const firstOfLot = next;
      for (; next < end; next += 1) {
        futures.push(executor.submit(work, next, this.#endingOf(next)));
      }
      await this.#check(underWay, first);
      underWay = futures;
      first = firstOfLot;
    }
    await this.#check(underWay, first);
  }

  #endingOf(id: number): Parameters<typeof work>[1] {
    const { crashEvery } = this.#options;
    const ways = crashes[this.#kind];
    return (id + 1) % crashEvery === 0 ? (ways[((id + 1) / crashEvery) % ways.length] ?? 'exits') : 'returns';
  }

  async #check(futures: readonly Future<number>[], first: number): Promise<void> {
    for (const [index, future] of futures.entries()) {
      const id = first + index;
      const ending = this.#endingOf(id);
      let got: unknown;
      try {
        got = await future;
      } catch (error) {
        got = (error as Error).name;
      }
      const expected = { returns: answerOf(id), throws: 'RangeError' }[ending as string] ?? 'WorkerCrashedError';
      if (got !== expected) {
        this.#note(`Expected task ${id}, which ${ending}, to end with ${expected}, got ${String(got)}`);
      }
      this.#settled(ending !== 'returns');
    }
  }

  #settled(hasCrashed: boolean): void {
    this.progress.settled += 1;
    this.progress.crashed += hasCrashed ? 1 : 0;
    if (this.progress.settled % Math.ceil(this.#options.tasks / samples) === 0) {
      this.progress.lastSample = takeSample();
      this.#samples.push(this.progress.lastSample);
    }
  }

  #checkStats(executor: Executor): void {
    const { tasks, crashEvery } = this.#options;
    const failed = Math.floor(tasks / crashEvery);
    const stats = executor.stats();
    const expected = { pending: 0, running: 0, done: tasks - failed, failed, cancelled: 0 };
    for (const [name, count] of Object.entries(expected)) {
      if (stats[name as keyof typeof stats] !== count) {
        this.#note(`Expected ${count} ${name} in the end, got ${stats[name as keyof typeof stats]}`);
      }
    }
  }

  #checkRuns(runs: Runs): void {
    for (const [id, count] of runs.count().entries()) {
      if (count !== 1) {
        this.#note(`Expected task ${id} to run once, got ${count} times`);
      }
    }
  }

  #note(...problems: readonly string[]): void {
    this.#problems.push(...problems.slice(0, mostProblems - this.#problems.length));
  }
}
