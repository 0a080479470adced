import { onAbort } from '@heddle/queue/waiting';
import { settledWithin } from './backoff.ts';
import { Breath } from './breath.ts';
import { Calls } from './calls.ts';
import { ReaderError } from './errors.ts';
import { Listeners } from './events.ts';
import type { RunEventName, RunListener } from './events.ts';
import type { Feed } from './feed.ts';
import type { RunOptions } from './options.ts';
import { Outlet } from './outlet.ts';
import type { End } from './outlet.ts';
import { Stage } from './stage.ts';
import type { StagePlan } from './stage.ts';
import { summarize } from './stats.ts';
import type { RunStats } from './stats.ts';

type State =
  | { readonly name: 'running' }
  | { readonly name: 'ending'; readonly end: End }
  | { readonly name: 'ended'; readonly end: End; readonly at: number };

const defaultGrace = 1_000;

/**
 * A pipeline at work; `pipeline(…).run()` makes one.
 *
 * It starts at once, and has one reader: a loop over it, or `results()`, or `finished()`. However it ends, when its reader is told, every call has settled or was
 * given up after `graceMs`, the producer is released and the source closed.
 */
export class Run<R> implements AsyncIterable<R>, AsyncDisposable {
  readonly #feed: Feed;
  readonly #stages: Stage[] = [];
  readonly #outlet: Outlet = new Outlet();
  readonly #listeners: Listeners = new Listeners();
  readonly #calls: Calls = new Calls();
  readonly #breath: Breath = new Breath();
  readonly #graceMs: number;
  readonly #startedAt: number = performance.now();
  /** Aborts when the run ends before its source and stages are through. */
  readonly #stopper: AbortController = new AbortController();
  readonly #stopListening: () => void;
  readonly #ended: Promise<void>;
  #state: State = { name: 'running' };
  #produced = 0;
  #exhausted = false;
  #hasReader = false;

  /** @internal */
  constructor(feed: Feed, plans: readonly StagePlan[], options: RunOptions) {
    const { signal, ordered = false, graceMs = defaultGrace } = options;
    this.#feed = feed;
    this.#graceMs = graceMs;
    for (const [index, plan] of plans.entries()) {
      this.#stages.push(
        new Stage(plan, {
          index,
          ordered,
          graceMs,
          listeners: this.#listeners,
          calls: this.#calls,
          signal: this.#stopper.signal,
          now: () => this.#elapsed(),
          send: (value) => this.#send(index + 1, value),
          fail: (error) => this.#stop({ ok: false, error }),
        }),
      );
    }
    const abort = (): boolean => this.#stop({ ok: false, error: signal?.reason });
    this.#stopListening = signal === undefined ? () => {} : onAbort(signal, abort);
    if (signal?.aborted === true) {
      abort();
    }
    this.#ended = this.#live();
  }

  /**
   * Calls `fn` at each event of that name, as it happens.
   *
   * @returns what removes it
   * @throws {TypeError} there is no such event, or `fn` is no function
   * @example
   * run.on('failed', ({ item, error }) => console.warn(item, error));
   */
  on<E extends RunEventName>(event: E, fn: RunListener<E>): () => void {
    return this.#listeners.on(event, fn);
  }

  /** What the run has done so far. */
  stats(): RunStats {
    const size = this.#feed.size;
    const total = this.#exhausted ? this.#produced : size === undefined ? undefined : Math.max(size, this.#produced);
    const elapsed = this.#state.name === 'ended' ? this.#state.at : this.#elapsed();
    const stages = this.#stages.map((stage) => stage.stats());
    return summarize({ produced: this.#produced, total }, stages, elapsed);
  }

  /**
   * All results, once the run has ended.
   *
   * @throws {ReaderError} the run has a reader
   */
  async results(): Promise<R[]> {
    this.#claim('results()');
    const results: R[] = [];
    for (let step = await this.#take(); step.done !== true; step = await this.#take()) {
      results.push(step.value);
    }
    return results;
  }

  /**
   * Resolves once the run has ended; the results are read and dropped.
   *
   * @throws {ReaderError} the run has a reader
   */
  async finished(): Promise<void> {
    this.#claim('finished()');
    let step = await this.#take();
    while (step.done !== true) {
      step = await this.#take();
    }
  }

  /** Reads the results, each as it comes; leaving the loop ends the run. A second reader's first `next()` rejects with {@link ReaderError}. */
  [Symbol.asyncIterator](): AsyncIterator<R, undefined> {
    try {
      this.#claim('a loop');
    } catch (error) {
      return { next: () => Promise.reject(error) };
    }
    return {
      next: () => this.#take(),
      return: async () => {
        await this.#leave();
        return { done: true, value: undefined };
      },
    };
  }

  /** Ends the run, if it has not ended, and waits for that; its error is not thrown here. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop({ ok: true });
    await this.#ended;
  }

  /** The stages' types fit one another (`consume` says so): what the last one gives is what the run is said to give. */
  #take(): Promise<IteratorResult<R, undefined>> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked where the stages are put together
    return this.#outlet.take() as Promise<IteratorResult<R, undefined>>;
  }

  #claim(asked: string): void {
    if (this.#hasReader) {
      throw new ReaderError(asked);
    }
    this.#hasReader = true;
  }

  /** As a loop over the source itself would, it throws what the source threw as it was closed. */
  async #leave(): Promise<void> {
    const left = this.#stop({ ok: true });
    await this.#ended;
    const state = this.#state;
    if (left && state.name === 'ended' && !state.end.ok) {
      throw state.end.error;
    }
  }

  /** Hands `value` to the stage at `index`, or out of the run after the last. */
  #send(index: number, value: unknown): Promise<void> {
    const stage = this.#stages[index];
    return stage === undefined ? this.#outlet.offer(value) : stage.accept(value);
  }

  /** From the first item to the end, through every stage, and then the clearing up. Never rejects. */
  async #live(): Promise<void> {
    // Not before the caller could add listeners.
    await Promise.resolve();
    const stopped = new Promise<void>((resolve) => {
      onAbort(this.#stopper.signal, resolve);
    });
    const flowed = this.#isRunning() ? this.#flow() : Promise.resolve();
    const through = flowed.then(
      () => {
        this.#through();
      },
      (error: unknown) => {
        this.#stop({ ok: false, error });
      },
    );
    if (this.#isRunning()) {
      await Promise.race([through, stopped]);
    }
    let closing: End = { ok: true };
    const closed = this.#feed.closed().catch((error: unknown) => {
      closing = { ok: false, error };
    });
    await settledWithin(Promise.all([through, this.#calls.ended(), closed]), this.#graceMs);
    await Promise.all(this.#stages.map((stage) => stage.dispose()));
    this.#end(closing);
  }

  async #flow(): Promise<void> {
    for (const stage of this.#stages) {
      stage.start();
    }
    await this.#feed.pull((item) => this.#produce(item), this.#stopper.signal);
    this.#exhausted = this.#isRunning();
    for (const stage of this.#stages) {
      await stage.finish();
    }
  }

  async #produce(item: unknown): Promise<void> {
    this.#produced += 1;
    this.#listeners.emit('produced', { item, at: this.#elapsed() });
    await this.#send(0, item);
    await this.#breath.take();
  }

  #through(): void {
    if (this.#isRunning()) {
      this.#state = { name: 'ending', end: { ok: true } };
    }
  }

  /** Ends the run early; `false` if it was ending already: the first reason counts. */
  #stop(end: End): boolean {
    if (!this.#isRunning()) {
      return false;
    }
    this.#state = { name: 'ending', end };
    this.#outlet.close();
    for (const stage of this.#stages) {
      stage.stop();
    }
    this.#feed.stop();
    this.#stopper.abort(end.ok ? undefined : end.error);
    return true;
  }

  /** @param closing - what the source threw as it was closed, which counts unless there was an error before */
  #end(closing: End): void {
    this.#stopListening();
    const at = this.#elapsed();
    const end = this.#state.name !== 'running' && !this.#state.end.ok ? this.#state.end : closing;
    this.#state = { name: 'ended', end, at };
    this.#listeners.emit('finished', { outcome: end, stats: this.stats(), at });
    this.#outlet.end(end);
  }

  #isRunning(): boolean {
    return this.#state.name === 'running';
  }

  #elapsed(): number {
    return performance.now() - this.#startedAt;
  }
}
