import { describe } from '@heddle/queue/waiting';
import type { Source } from './feed.ts';
import { checkRunOptions, checkStageOptions } from './options.ts';
import type { RunOptions, StageOptions } from './options.ts';
import { Run } from './run.ts';
import { checkSource, openFeed } from './source.ts';
import type { StagePlan } from './stage.ts';

/** What `onError: 'collect'` gives for each item. */
export type Settled<T, R> =
  | { readonly status: 'fulfilled'; readonly item: T; readonly value: R }
  | { readonly status: 'rejected'; readonly item: T; readonly reason: unknown };

/** A source and the stages behind it. It does nothing until `run()`, and never changes: each `consume` answers a new one. */
export class Pipeline<T> {
  readonly #source: Source<unknown>;
  readonly #plans: readonly StagePlan[];

  /** @internal */
  constructor(source: Source<unknown>, plans: readonly StagePlan[]) {
    this.#source = source;
    this.#plans = plans;
  }

  /**
   * Adds a stage: `fn` is called with each item, and what it answers goes on to the next stage.
   *
   * @throws {TypeError} `fn` is no function, or an option has a wrong type
   * @throws {RangeError} a number among the options is out of its range
   * @example
   * pipeline(urls).consume(download, { workers: 16, retries: 2, timeout: 5_000, onError: 'skip' });
   */
  consume<R>(
    fn: (item: T) => R,
    options: StageOptions & { readonly onError: 'collect' },
  ): Pipeline<Settled<T, Awaited<R>>>;
  consume<R>(
    fn: (item: T) => R,
    options?: StageOptions & { readonly onError?: 'fail' | 'skip' | undefined },
  ): Pipeline<Awaited<R>>;
  consume<R>(fn: (item: T) => R, options?: StageOptions): Pipeline<Awaited<R> | Settled<T, Awaited<R>>>;
  consume(fn: (item: T) => unknown, options?: StageOptions): Pipeline<unknown> {
    if (typeof fn !== 'function') {
      throw new TypeError(`Expected fn to be a function, got ${describe(fn)}`);
    }
    // The stage before gives what this one takes: the signature says so.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked by the signature
    const plan: StagePlan = { fn: fn as StagePlan['fn'], options: { ...checkStageOptions(options) } };
    return new Pipeline(this.#source, [...this.#plans, plan]);
  }

  /**
   * Starts.
   *
   * Cancellation: when `signal` aborts the run ends, and its reader gets `signal.reason`.
   *
   * @throws {TypeError} an option has a wrong type
   * @throws {RangeError} `graceMs` is negative or `NaN`
   * @example
   * for await (const result of pipeline(urls).consume(download).run()) console.log(result);
   */
  run(options?: RunOptions): Run<T> {
    const checked = checkRunOptions(options);
    return new Run<T>(openFeed(this.#source), this.#plans, checked);
  }
}

/**
 * A producer and its consumers as one object.
 *
 * @param source - an iterable, an async iterable, or a producer: `async (put) => { await put(item); }`
 * @throws {TypeError} `source` is none of these
 * @example
 * const prices = await pipeline(days).consume(checkPrice, { workers: 32 }).run().results();
 */
export function pipeline<T>(source: Source<T>): Pipeline<T> {
  checkSource(source);
  // A producer takes a put of T alone, and is given one by its run, which no one else can call.
  return new Pipeline<T>(source as Source<unknown>, []);
}
