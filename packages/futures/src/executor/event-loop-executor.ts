import { checkOptions } from '@heddle/queue/waiting';
import { BrokenExecutor } from '../errors.ts';
import { Executor } from './executor.ts';
import { checkFunction } from './options.ts';
import type { WorkItem } from './work-item.ts';

export interface EventLoopExecutorOptions {
  /** Tasks at once; min(32, processors + 4) by default. */
  maxWorkers?: number | undefined;
  /** Called, and awaited, before the first task. If it fails, the executor is broken. */
  initializer?: (() => unknown) | undefined;
  /** Milliseconds that an aborted task keeps its slot at the most; 1,000 by default. */
  graceMs?: number | undefined;
}

type Readiness = 'new' | 'starting' | 'ready';

/**
 * Runs async functions on this thread, `maxWorkers` at once: the default for I/O. Closures are welcome.
 *
 * An aborted task is told by its `currentTask().signal`; one that does not listen loses its slot after `graceMs`, and runs on.
 *
 * @example
 * await using executor = new EventLoopExecutor({ maxWorkers: 32 });
 * const future = executor.submit(async (id: number) => (await fetch(url(id))).json(), 7);
 * console.log(await future);
 * @see https://docs.python.org/3/library/concurrent.futures.html#threadpoolexecutor
 */
export class EventLoopExecutor extends Executor {
  readonly #initializer: (() => unknown) | undefined;
  #readiness: Readiness;

  constructor(options: EventLoopExecutorOptions = {}) {
    checkOptions(options);
    const { maxWorkers = defaultWorkers(), initializer, graceMs } = options as EventLoopExecutorOptions;
    if (initializer !== undefined) {
      checkFunction('initializer', initializer);
    }
    super({ maxWorkers, graceMs });
    this.#initializer = initializer;
    this.#readiness = initializer === undefined ? 'ready' : 'new';
  }

  /** The initializer comes first. */
  protected override hasRoom(): boolean {
    if (this.#readiness === 'new') {
      this.#readiness = 'starting';
      void this.#initialize();
    }
    return this.#readiness === 'ready';
  }

  protected override run(item: WorkItem): void {
    item.runHere();
  }

  async #initialize(): Promise<void> {
    try {
      await this.#initializer?.();
      this.#readiness = 'ready';
      this.scheduler.dispatchSoon();
    } catch (error) {
      this.break(new BrokenExecutor('The initializer failed', { cause: error }));
    }
  }
}

function defaultWorkers(): number {
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  return Math.min(32, (navigator?.hardwareConcurrency ?? 1) + 4);
}
