import { CancelledError, Future } from '@heddle/futures';
import { checkBoolean, currentContext, taskInfo, type Submission, type WorkItem } from '@heddle/futures/executor';
import { encodeThrown, withTextOnly } from '../errors/encode.ts';
import type { ToWorker, WireSubmit } from '../messages.ts';
import { encodeArguments, explain } from '../values/arguments.ts';
import type { AnyQueue } from '../values/is-queue.ts';
import { decodeOutcome } from '../values/outcome.ts';
import { TaskExecutor } from '../task-executor.ts';
import type { WireQueue } from '../values/wire-queue.ts';
import type { Outbox } from './outbox.ts';

type Refer = (queue: AnyQueue) => WireQueue | undefined;

/** The executor that a task on a worker sees: it submits to the pool that the worker belongs to. */
export class RemoteExecutor extends TaskExecutor {
  readonly #outbox: Outbox;
  readonly #where: string;
  /** Calls that the pool has. */
  readonly #calls = new Map<number, { readonly item: WorkItem; hasStarted: boolean }>();
  readonly #ids = new WeakMap<Future<unknown>, number>();
  readonly #shutdowns = new Map<number, Future<void>>();
  #lastShutdown = 0;
  #callHere: () => number | undefined;
  readonly #refer: Refer;

  constructor(options: {
    maxWorkers: number;
    graceMs: number;
    outbox: Outbox;
    where: string;
    callHere: () => number | undefined;
    /** How a queue goes back to the pool. */
    refer: Refer;
  }) {
    // The pool has the slots; here nothing waits.
    super({
      maxWorkers: options.maxWorkers,
      slots: Number.MAX_SAFE_INTEGER,
      graceMs: options.graceMs,
      publishes: false,
    });
    this.#outbox = options.outbox;
    this.#where = options.where;
    this.#callHere = options.callHere;
    this.#refer = options.refer;
  }

  /**
   * The number under which the pool knows a call, if the end of that is the end of the future. With retries it is that of one try:
   * whoever waits would have the slot back that the next try needs.
   */
  idOf(future: Future<unknown>): number | undefined {
    return this.#ids.get(future);
  }

  /** What a task here submitted, by the number under which the pool knows it. */
  submissionOf(id: number): Submission | undefined {
    return this.#calls.get(id)?.item.submission;
  }

  /** Shuts the whole pool down. */
  override async shutdown(options: { wait?: boolean; cancelFutures?: boolean } = {}): Promise<void> {
    const { pool } = this; // a view has no private fields
    // Checks the options, and refuses later submits here at once. Of what the pool has, the pool knows whether it has begun.
    const { cancelFutures = false } = options;
    checkBoolean('cancelFutures', cancelFutures);
    const closing = super.shutdown({ ...options, wait: false, cancelFutures: false });
    if (cancelFutures) {
      pool.scheduler.cancelPending();
    }
    const over = pool.#askForShutdown(cancelFutures);
    if (options.wait !== false) {
      currentContext()?.lendWhile(over); // the task waits for others
    }
    await closing;
    if (options.wait !== false) {
      await over;
    }
  }

  #askForShutdown(cancelFutures: boolean): Future<void> {
    this.#lastShutdown += 1;
    const id = this.#lastShutdown;
    const over = new Future<void>();
    this.#shutdowns.set(id, over);
    this.#outbox.say({ type: 'shutdown', id, call: this.#callHere(), cancelFutures });
    return over;
  }

  /** The pool was shut down. */
  refuseMore(): void {
    void super.shutdown({ wait: false });
  }

  heard(message: Extract<ToWorker, { type: 'started' | 'outcome' | 'shutdown done' }>): void {
    if (message.type === 'shutdown done') {
      this.#shutdowns.get(message.id)?.setResult();
      this.#shutdowns.delete(message.id);
      return;
    }
    const call = this.#calls.get(message.id);
    if (call === undefined) {
      return; // withdrawn meanwhile
    }
    if (message.type === 'started') {
      call.hasStarted = true;
      call.item.start();
      return;
    }
    this.#calls.delete(message.id);
    const outcome = decodeOutcome(message.outcome, this.#where);
    if (outcome.ok) {
      call.item.succeed(outcome.value);
    } else if (!call.hasStarted && outcome.error instanceof CancelledError) {
      call.item.future.cancel();
    } else {
      call.item.fail(outcome.error);
    }
  }

  protected override run(item: WorkItem): void {
    let submit: WireSubmit;
    try {
      submit = encodeSubmit(item, item.scope.runInAsyncScope(this.#callHere), this.#refer);
    } catch (error) {
      item.fail(error);
      return;
    }
    this.#calls.set(item.id, { item, hasStarted: false });
    if ((item.submission.options.retries ?? 0) === 0) {
      this.#ids.set(item.future, item.id);
    }
    this.#outbox.add({
      message: () => ({ type: 'submit', submit }),
      transfer: submit.transfer,
      refused: (refusal) => {
        this.#calls.delete(item.id);
        item.fail(
          explain(
            item.chunk === undefined ? item.args : item.args.flat(),
            item.name,
            submit.transfer,
            refusal,
            submit.stores,
          ),
        );
        return undefined;
      },
    });
  }

  protected override withdraw(item: WorkItem): void {
    this.stop(item, undefined);
  }

  protected override stop(item: WorkItem, reason: unknown): void {
    if (this.#calls.has(item.id)) {
      const thrown = encodeThrown(reason);
      this.#outbox.add({
        message: () => ({ type: 'abort', id: item.id, reason: thrown }),
        refused: () => ({ type: 'abort', id: item.id, reason: withTextOnly(thrown) }),
      });
    }
  }

  // `kill` is not needed: the pool replaces the worker, and tells.
}

function encodeSubmit(item: WorkItem, asker: number | undefined, refer: Refer): WireSubmit {
  const task = taskInfo(item.fn);
  if (task === undefined) {
    throw new TypeError(`Expected ${item.name} to be a task`);
  }
  const { chunk, name } = item;
  return {
    id: item.id,
    task,
    args: chunk === undefined ? encodeArguments(item.args, name, refer) : undefined,
    chunk:
      chunk === undefined
        ? undefined
        : {
            settled: chunk.settled,
            lists: item.args.map((list) => encodeArguments(list as readonly unknown[], name, refer)),
          },
    name,
    attempt: item.attempt,
    stores: item.stores,
    asker,
    priority: item.priority,
    transfer: item.transfer,
  };
}
