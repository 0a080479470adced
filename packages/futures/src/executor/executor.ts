import { checkOptions } from '@heddle/queue/waiting';
import type { Future } from '../future.ts';
import { makeInspectable } from '../inspect.ts';
import type { CallItems, MapTarget } from '../map/chunk-sender.ts';
import { argument, argumentList } from '../map/item-shape.ts';
import type { MapOptions, MapResults } from '../map/map-options.ts';
import { MapRun } from '../map/map-run.ts';
import { checkNotImporting } from '../task/importing.ts';
import { currentContext, inTask } from '../task/task-context.ts';
import { checkBoolean, checkFunction, checkInteger, checkMilliseconds } from './options.ts';
import { Scheduler } from './scheduler.ts';
import type { AnyFunction, Call } from './call.ts';
import { Reserve } from './reserve.ts';
import { Submission } from './submission.ts';
import { isHeard } from './task-events.ts';
import { checkSubmitOptions, nest, type SubmitOptions } from './submit-options.ts';
import type { BrokenExecutor } from '../errors.ts';
import type { WorkItem } from './work-item.ts';

// Longer than most files: it is the contract of every executor, most of it doc comments.

// oxlint-disable-next-line typescript/no-explicit-any -- a Future of anything
type NoFuture<X> = 0 extends 1 & X ? X : X extends Future<any> ? never : X;

/** Each argument as it is, or a future of it. */
export type Resolvable<A extends unknown[]> = { [K in keyof A]: NoFuture<A[K]> | Future<A[K]> };

export interface ExecutorStats {
  /** Workers there are now. */
  workers: number;
  /** Workers that run nothing. */
  idle: number;
  pending: number;
  running: number;
  /** Tasks that succeeded. */
  done: number;
  failed: number;
  cancelled: number;
}

export interface ShutdownOptions {
  /** Resolve only once all tasks have ended and the workers are released; `true` by default. */
  wait?: boolean | undefined;
  /** Cancel what has not started; `false` by default. */
  cancelFutures?: boolean | undefined;
}

/** What an executor of one's own says of itself. */
export interface ExecutorParts {
  readonly maxWorkers: number;
  /** Tasks at once; `maxWorkers` by default. */
  readonly slots?: number;
  /** Milliseconds that a stopped task has to end; 1,000 by default. */
  readonly graceMs?: number | undefined;
  /** `false` for one that only passes calls on to another, which publishes their events. */
  readonly publishes?: boolean;
}

/**
 * Runs functions somewhere, and answers a `Future` for each call.
 *
 * An executor of one's own extends this and implements `run`; the other protected methods are for what it can do beyond that.
 *
 * @see https://docs.python.org/3/library/concurrent.futures.html#executor-objects
 */
export abstract class Executor implements AsyncDisposable {
  /** Workers at the most. */
  readonly maxWorkers: number;
  // No #private fields here: a view is an object whose prototype is the pool.
  /** The executor itself; of a view, the pool that it views. */
  protected readonly pool: this;
  protected readonly scheduler: Scheduler;
  /** What `with` was given. */
  protected readonly viewOptions: SubmitOptions = {};

  protected constructor({ maxWorkers, slots = maxWorkers, graceMs = 1_000, publishes = true }: ExecutorParts) {
    checkNotImporting();
    checkInteger('maxWorkers', maxWorkers, 1);
    checkInteger('slots', slots, 1);
    checkMilliseconds('graceMs', graceMs);
    this.maxWorkers = maxWorkers;
    this.pool = this;
    this.scheduler = new Scheduler({
      executor: this,
      slots,
      graceMs,
      publishes,
      engine: {
        run: (item) => {
          this.run(item);
        },
        flush: () => {
          this.flush();
        },
        hasRoom: (next) => this.hasRoom(next),
        look: (item, isCancelled) => {
          this.look(item, isCancelled);
        },
        lends: (item) => {
          this.lends(item);
        },
        withdraw: (item) => this.withdraw(item),
        stop: (item, reason) => {
          this.stop(item, reason);
        },
        kill: (item) => {
          this.kill(item);
        },
        close: () => this.close(),
      },
    });
  }

  /**
   * Runs `fn(...args)` on a worker, later: never before this returns.
   *
   * A future among the arguments is a dependency: the call waits for it, holding no worker, and gets its value.
   *
   * Cancellation: `cancel()` on the future for what has not started, `abort()` for what runs.
   *
   * @throws {ShutdownError} the executor is shut down
   * @throws {BrokenExecutor} it can run nothing any more
   * @throws {TypeError} `fn` is none, or cannot run here
   * @example
   * const price = await executor.submit(checkPrice, 'bitstamp', 'btc', '2020-04-01');
   * @see https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.Executor.submit
   */
  submit<A extends unknown[], R>(fn: (...args: A) => R, ...args: Resolvable<A>): Future<Awaited<R>> {
    this.checkCall(fn);
    const { scheduler } = this;
    return scheduler.submit(new Submission(scheduler, fn, args, this.viewOptions)) as Future<Awaited<R>>;
  }

  /**
   * Runs `fn(item)` for each item; yields the values in the order of the items.
   *
   * Cancellation: leaving early, an error, the deadline and `signal` all cancel what has not started, and leave alone what runs.
   *
   * @param options.timeout - one deadline for all, in milliseconds from the call
   * @param options.bufferSize - items pulled and not yet taken, at the most; without it a sync iterable is submitted whole at once
   * @param options.chunkSize - items that travel together; `'auto'` measures
   * @throws {TimeoutError} from `next()`: the deadline passed
   * @example
   * for await (const price of executor.map(checkPrice, queries)) console.log(price);
   * @see https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.Executor.map
   */
  map<T, R>(
    fn: (item: T) => R,
    items: Iterable<T> | AsyncIterable<T>,
    options: MapOptions & { settled: true },
  ): MapResults<PromiseSettledResult<Awaited<R>>>;
  map<T, R>(fn: (item: T) => R, items: Iterable<T> | AsyncIterable<T>, options?: MapOptions): MapResults<Awaited<R>>;
  map(fn: AnyFunction, items: Iterable<unknown> | AsyncIterable<unknown>, options?: MapOptions): MapResults<unknown> {
    return new MapRun(this.mapTarget(fn), argument, items, options);
  }

  /** As {@link Executor.map}, with a list of arguments for each call. @see https://docs.python.org/3/library/itertools.html#itertools.starmap */
  starmap<A extends unknown[], R>(
    fn: (...args: A) => R,
    argLists: Iterable<Readonly<A>> | AsyncIterable<Readonly<A>>,
    options: MapOptions & { settled: true },
  ): MapResults<PromiseSettledResult<Awaited<R>>>;
  starmap<A extends unknown[], R>(
    fn: (...args: A) => R,
    argLists: Iterable<Readonly<A>> | AsyncIterable<Readonly<A>>,
    options?: MapOptions,
  ): MapResults<Awaited<R>>;
  starmap(
    fn: AnyFunction,
    argLists: Iterable<unknown> | AsyncIterable<unknown>,
    options?: MapOptions,
  ): MapResults<unknown> {
    return new MapRun(this.mapTarget(fn), argumentList, argLists, options);
  }

  /**
   * A view on the same pool whose tasks run with these options. Views nest: the inner options win, signals combine.
   *
   * @throws {TypeError | RangeError} an option is none
   * @example
   * const urgent = executor.with({ priority: 0, timeout: 5_000, signal });
   */
  with(options: SubmitOptions): this {
    checkSubmitOptions(options);
    const view = Object.create(this) as { viewOptions: SubmitOptions };
    Object.defineProperty(view, 'viewOptions', { value: nest(this.viewOptions, options) });
    return view as unknown as this;
  }

  /** What the pool does now, and what it has done. */
  stats(): ExecutorStats {
    return { ...this.pool.countWorkers(), ...this.scheduler.counts };
  }

  /**
   * Takes no more tasks; resolves once all have ended (called by one of its own tasks: once the others have).
   *
   * @param options.wait - `false`: resolves at once; the tasks go on, and the workers are released after them
   * @param options.cancelFutures - cancels what has not started
   * @see https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.Executor.shutdown
   */
  async shutdown(options: ShutdownOptions = {}): Promise<void> {
    checkOptions(options);
    const { wait = true, cancelFutures = false } = options as ShutdownOptions;
    checkBoolean('wait', wait);
    checkBoolean('cancelFutures', cancelFutures);
    const context = currentContext();
    await this.scheduler.shutdown({ wait, cancelFutures }, context?.executor === this.pool ? context : undefined);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown({ wait: true });
  }

  /**
   * A slot is free: run this. May keep it until `flush`. Calls `item.start()` as the task begins, then one of `item.succeed`, `item.fail`, `item.ended`;
   * or `item.runHere()`, which does all of it on this thread.
   */
  protected abstract run(item: WorkItem): void;

  /** All that was to be run in this turn was handed over. */
  protected flush(): void {}

  /** @throws {TypeError} `fn` cannot run here */
  protected check(_fn: AnyFunction): void {}

  /**
   * Whether a worker can take one more, where a free slot alone does not say so; call `this.scheduler.dispatchSoon()` when that changes.
   *
   * @param _next - what would be run next; with `isWatched`, somebody has to hear of it as it begins, and not later
   */
  protected hasRoom(_next: { readonly isWatched: boolean }): boolean {
    return true;
  }

  /**
   * Asked after `run` and before `item.start()`, where a task may begin before that is heard here: call `item.start()` now if it has.
   *
   * @param _isCancelled - it is about to be cancelled: what has not begun must not begin any more
   */
  protected look(_item: WorkItem, _isCancelled: boolean): void {}

  /** The task waits for others, and `item.isLending` until it goes on: its worker has time for another. */
  protected lends(_item: WorkItem): void {}

  /** Cancelled after `run` and before `item.start()`: forget it. `false` where it has begun elsewhere meanwhile: it is to be stopped then. */
  protected withdraw(_item: WorkItem): boolean | void {}

  /** Tell a task that runs elsewhere to stop: its `currentTask().signal` aborts with `reason`. What `item.runHere()` runs was told already. */
  protected stop(_item: WorkItem, _reason: unknown): void {}

  /** It was told, and has not ended within the grace: end it by force, or give its slot up with `item.ended()`. */
  protected kill(item: WorkItem): void {
    item.ended();
  }

  /** Shut down, and nothing is left: release the workers. */
  protected close(): Promise<void> | void {}

  protected countWorkers(): { workers: number; idle: number } {
    return { workers: this.maxWorkers, idle: Math.max(0, this.maxWorkers - this.scheduler.busySlots) };
  }

  /** Fails everything, now and later. */
  protected break(error: BrokenExecutor): void {
    this.scheduler.break(error);
  }

  /** As `submit`, which does not go this way, of a call with all its parts. @throws what `submit` throws */
  protected submitCall(call: Call): Future<unknown> {
    this.checkCall(call.fn);
    return this.scheduler.submit(Submission.of(this.scheduler, call));
  }

  private checkCall(fn: AnyFunction): void {
    checkFunction('fn', fn);
    this.scheduler.checkOpen();
    this.pool.check(fn);
  }

  private mapTarget(fn: AnyFunction): MapTarget {
    const { viewOptions: options } = this;
    const { retries = 0, timeout, signal } = options;
    const { scheduler } = this;
    const make: CallItems<Submission> = (args, future, chunk) =>
      chunk === undefined
        ? new Submission(scheduler, fn, args, options, future)
        : Submission.of(scheduler, { fn, args, options, chunk, future });
    return {
      maxWorkers: this.maxWorkers,
      // A try, and its time, are an item's: those items travel alone.
      mayChunk: retries === 0 && timeout === undefined,
      // Who listens to its signal, or is heard of, is there from the start; and a task waits for what is.
      mayReserve: signal === undefined && !isHeard() && !inTask(),
      check: () => {
        this.checkCall(fn);
      },
      submit: (args, future, chunk) => {
        this.checkCall(fn);
        scheduler.submit(make(args, future, chunk));
      },
      reserve: (size, scope, next) => {
        const reserve = new Reserve({ options, scope }, size, () => next(make));
        scheduler.reserve(reserve);
        return {
          drop: () => {
            scheduler.drop(reserve);
          },
          makeAll: () => {
            scheduler.makeAll(reserve);
          },
        };
      },
    };
  }
}

makeInspectable(Executor.prototype, (executor, inspect) => `${executor.constructor.name} ${inspect(executor.stats())}`);
