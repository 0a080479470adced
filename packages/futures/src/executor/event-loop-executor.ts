import { checkOptions } from '@heddle/queue/waiting';
import { BrokenExecutor } from '../errors.ts';
import { runChunk } from '../map/run-chunk.ts';
import { type Snapshot, takeSnapshot } from '../task/async-context.ts';
import { runInTask, TaskContext } from '../task/task-context.ts';
import { isThenable } from '../thenable.ts';
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
  readonly #contexts: Map<WorkItem, TaskContext> = new Map();
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

  protected override captureContext(): Snapshot {
    return takeSnapshot();
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
    if (!item.start()) {
      return;
    }
    const context = new TaskContext({
      name: item.name,
      attempt: item.attempt,
      executor: this,
      lendWhile: (future) => item.lendWhile(future),
    });
    this.#contexts.set(item, context);
    const { fn, args, chunk } = item;
    const call = chunk === undefined ? () => fn(...args) : () => runChunk(fn, args as unknown[][], chunk.settled);
    try {
      const answer = (item.context as Snapshot).runInAsyncScope(() => runInTask(context, call));
      if (isThenable(answer)) {
        answer.then(
          (value) => {
            this.#contexts.delete(item);
            item.succeed(value);
          },
          (error: unknown) => {
            this.#contexts.delete(item);
            item.fail(error);
          },
        );
        return;
      }
      this.#contexts.delete(item);
      item.succeed(answer);
    } catch (error) {
      this.#contexts.delete(item);
      item.fail(error);
    }
  }

  protected override stop(item: WorkItem, reason: unknown): void {
    this.#contexts.get(item)?.stop(reason);
  }

  /** What runs on this thread cannot be ended: its slot is given up. */
  protected override kill(item: WorkItem): void {
    this.#contexts.delete(item);
    item.ended();
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
