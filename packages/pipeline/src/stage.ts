import { EventLoopExecutor } from '@heddle/futures';
import type { Executor } from '@heddle/futures';
import { Queue } from '@heddle/queue';
import { pause, pauseAfter } from './backoff.ts';
import type { Calls } from './calls.ts';
import type { Listeners } from './events.ts';
import type { StageOptions } from './options.ts';
import type { StageStats } from './stats.ts';
import { Turns } from './turns.ts';

/** A stage as it was ordered; a run makes a {@link Stage} of it. */
export interface StagePlan {
  readonly fn: (item: unknown) => unknown;
  readonly options: StageOptions;
}

/** What a stage knows of its run. */
export interface StageContext {
  readonly index: number;
  readonly ordered: boolean;
  readonly graceMs: number;
  readonly listeners: Listeners;
  readonly calls: Calls;
  /** Aborts when the run ends early. */
  readonly signal: AbortSignal;
  /** Milliseconds since the run started. */
  now(): number;
  /** Hands a result on; resolves once there was room for it. */
  send(value: unknown): Promise<void>;
  /** Ends the run with an error. */
  fail(error: unknown): void;
}

interface Ticket {
  readonly number: number;
  readonly item: unknown;
}

type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

const defaultWorkers = 8;

/**
 * A bounded queue and the workers that consume it.
 *
 * A worker keeps its item in hand until the result found room further down: that is how unread results press back.
 */
export class Stage {
  readonly #plan: StagePlan;
  readonly #context: StageContext;
  readonly #workers: number;
  readonly #queueSize: number;
  readonly #queue: Queue<Ticket>;
  readonly #own: EventLoopExecutor | undefined;
  readonly #executor: Executor;
  readonly #call: (item: unknown) => unknown;
  readonly #turns: Turns | undefined;
  #arrivals = 0;
  #running = 0;
  #done = 0;
  #failed = 0;
  #retried = 0;
  #skipped = 0;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(plan: StagePlan, context: StageContext) {
    const { executor, timeout, queueSize } = plan.options;
    this.#plan = plan;
    this.#context = context;
    this.#workers = plan.options.workers ?? workersOf(executor);
    this.#queueSize = queueSize ?? 2 * this.#workers;
    this.#queue = new Queue({ maxSize: this.#queueSize });
    this.#turns = context.ordered ? new Turns() : undefined;
    this.#own =
      executor === undefined
        ? new EventLoopExecutor({ maxWorkers: this.#workers, graceMs: context.graceMs })
        : undefined;
    const pool = executor ?? this.#own;
    const name = plan.fn.name === '' ? undefined : plan.fn.name;
    this.#executor = pool!.with({ signal: context.signal, timeout, name });
    // On this thread alone a closure can be called, and its real end be seen.
    this.#call = pool instanceof EventLoopExecutor ? context.calls.watch(plan.fn) : plan.fn;
  }

  start(): void {
    this.#ended = Promise.all(Array.from({ length: this.#workers }, () => this.#work()));
  }

  /** Takes an item in; resolves once there was room for it. */
  accept(item: unknown): Promise<void> {
    const ticket = { number: this.#arrivals, item };
    this.#arrivals += 1;
    return this.#queue.put(ticket);
  }

  /** No item comes any more (nobody waits in `accept`); resolves once the last one has left. */
  async finish(): Promise<void> {
    this.#queue.shutdown();
    await this.#ended;
  }

  /** Drops what waits and lets everybody go; the calls in hand end by the run's signal. */
  stop(): void {
    this.#queue.shutdown({ immediate: true });
    this.#turns?.release();
  }

  /** Lets go of its own executor, if it has one. */
  async dispose(): Promise<void> {
    await this.#own?.shutdown({ wait: false, cancelFutures: true });
  }

  stats(): StageStats {
    return {
      name: this.#plan.fn.name,
      workers: this.#workers,
      queueSize: this.#queueSize,
      waiting: this.#queue.qsize(),
      running: this.#running,
      done: this.#done,
      failed: this.#failed,
      skipped: this.#skipped,
      retried: this.#retried,
    };
  }

  async #work(): Promise<void> {
    try {
      for await (const ticket of this.#queue) {
        await this.#handle(ticket);
      }
    } catch (error) {
      // Nothing that an item did: its executor takes no calls. Once the run is over nobody listens any more.
      this.#context.fail(error);
    }
  }

  async #handle({ number, item }: Ticket): Promise<void> {
    this.#running += 1;
    const outcome = await this.#tryAll(item).finally(() => {
      this.#running -= 1;
    });
    if (outcome === undefined) {
      return;
    }
    const sendable = this.#settle(item, outcome);
    await this.#turns?.wait(number);
    if (this.#context.signal.aborted) {
      return;
    }
    const sent = sendable === undefined ? undefined : this.#context.send(sendable.value);
    // The turn goes on as soon as this one stands in line: what is put after it arrives after it.
    this.#turns?.pass();
    await sent;
  }

  /** The outcome of the last try; `undefined` if the run ended first. */
  async #tryAll(item: unknown): Promise<(Outcome & { attempt: number }) | undefined> {
    const { index: stage, listeners, signal } = this.#context;
    const { retries = 0, backoff } = this.#plan.options;
    listeners.emit('started', { stage, item, attempt: 1, at: this.#context.now() });
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#tryOnce(item);
      if (signal.aborted) {
        return undefined;
      }
      if (outcome.ok || attempt > retries) {
        return { ...outcome, attempt };
      }
      let ms: number;
      try {
        ms = pauseAfter(attempt, backoff);
      } catch (error) {
        return { ok: false, error, attempt };
      }
      await pause(ms, signal);
      if (isAborted(signal)) {
        return undefined;
      }
      this.#retried += 1;
      listeners.emit('retried', {
        stage,
        item,
        attempt: attempt + 1,
        error: outcome.error,
        at: this.#context.now(),
      });
    }
  }

  async #tryOnce(item: unknown): Promise<Outcome> {
    if (this.#context.signal.aborted) {
      return { ok: false, error: this.#context.signal.reason }; // a listener for 'started' or 'retried' ended the run
    }
    const future = this.#executor.submit(this.#call, item);
    try {
      return { ok: true, value: await future.result() };
    } catch (error) {
      return { ok: false, error };
    }
  }

  /** Counts the item; answers what goes on, in a box, unless nothing does. */
  #settle(item: unknown, outcome: Outcome & { attempt: number }): { value: unknown } | undefined {
    const { index: stage, listeners } = this.#context;
    const { onError = 'fail' } = this.#plan.options;
    const { attempt } = outcome;
    const at = this.#context.now();
    if (outcome.ok) {
      const { value } = outcome;
      this.#done += 1;
      listeners.emit('done', { stage, item, value, attempt, at });
      return { value: onError === 'collect' ? { status: 'fulfilled', item, value } : value };
    }
    const { error } = outcome;
    this.#failed += 1;
    this.#skipped += onError === 'collect' ? 0 : 1;
    listeners.emit('failed', { stage, item, error, attempt, at });
    if (onError === 'fail') {
      this.#context.fail(error);
    }
    return onError === 'collect' ? { value: { status: 'rejected', item, reason: error } } : undefined;
  }
}

function workersOf(executor: Executor | undefined): number {
  // An executor of somebody else's make may not tell.
  const workers: unknown = executor?.maxWorkers;
  return typeof workers === 'number' && Number.isSafeInteger(workers) && workers > 0 ? workers : defaultWorkers;
}

/** Asked anew: it may have aborted since. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
