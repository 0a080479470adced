import { type Executor, Future } from '@heddle/futures';
import { type Call, runWithStores, type WorkItem } from '@heddle/futures/executor';
import { decodeThrown } from '../errors/decode.ts';
import type { ToPool, ToWorker, WireSubmit } from '../messages.ts';
import { decodeArguments, type Reference } from '../values/arguments.ts';
import { encodeOutcome, refuse, whatCanCross, type WireOutcome } from '../values/outcome.ts';
import { referTo } from '../values/reference.ts';

export type NestedMessage = Extract<ToPool, { type: 'submit' | 'abort' | 'lend' | 'take back' | 'shutdown' }>;

/** The pool that runs them. */
interface Pool {
  readonly executor: Executor;
  submit(call: Call): Future<unknown>;
}

/** The worker that the calls come from. */
interface Asker {
  readonly where: string;
  itemOf(call: number): WorkItem | undefined;
  /** A queue that it was given. */
  queueOf(id: number): unknown;
  post(message: ToWorker): void;
}

/** What the tasks of one worker ask of the pool that they run in. */
export class NestedCalls {
  readonly #pool: Pool;
  readonly #asker: Asker;
  readonly #futures = new Map<number, Future<unknown>>();
  readonly #ids = new WeakMap<Future<unknown>, number>();
  readonly #loans = new Map<number, () => void>();
  #isUsed = false;

  constructor(pool: Pool, asker: Asker) {
    this.#pool = pool;
    this.#asker = asker;
  }

  /** Whether any of its tasks ever submitted one. */
  get isUsed(): boolean {
    return this.#isUsed;
  }

  /** The number under which this worker submitted the call of `future`, if it did. */
  idOf(future: Future<unknown>): number | undefined {
    return this.#ids.get(future);
  }

  hear(message: NestedMessage): void {
    switch (message.type) {
      case 'submit':
        this.#submit(message.submit);
        break;
      case 'abort':
        this.#futures.get(message.id)?.abort(decodeThrown(message.reason, this.#asker.where));
        break;
      case 'lend': {
        // Where the call is known, its end takes the slot back before its own slot is free for somebody else.
        const future =
          (message.nested === undefined ? undefined : this.#futures.get(message.nested)) ?? new Future<void>();
        const item = this.#asker.itemOf(message.call);
        if (item !== undefined) {
          this.#loans.set(message.wait, item.lendWhile(future));
        }
        break;
      }
      case 'take back':
        this.#loans.get(message.wait)?.();
        this.#loans.delete(message.wait);
        break;
      case 'shutdown':
        void this.#shutdown(message.id, message.call, message.cancelFutures);
    }
  }

  #submit(submit: WireSubmit): void {
    this.#isUsed = true;
    const { id, asker, name, stores = [] } = submit;
    const item = asker === undefined ? undefined : this.#asker.itemOf(asker);
    const ask = (): Future<unknown> => runWithStores(stores, () => this.#pool.submit(this.#callOf(submit)));
    let future: Future<unknown>;
    try {
      // As if it were submitted here, by that task: in its name, and with what it had in its stores over there.
      future = item === undefined ? ask() : item.context.run(ask);
    } catch (error) {
      this.#answer(id, name, encodeOutcome({ ok: false, error }));
      return;
    }
    this.#futures.set(id, future);
    this.#ids.set(future, id);
    future.then(
      (value) => {
        this.#answer(id, name, encodeOutcome({ ok: true, value }));
      },
      (error: unknown) => {
        this.#answer(id, name, encodeOutcome({ ok: false, error }));
      },
    );
  }

  #callOf({ id, task, args, chunk, name, attempt, priority, transfer, stores }: WireSubmit): Call {
    return {
      fn: referTo(task),
      args:
        chunk?.lists.map((list) => decodeArguments(list, this.#find)) ??
        (args === undefined ? [] : decodeArguments(args, this.#find)),
      options: { priority, name, transfer },
      chunk: chunk === undefined ? undefined : { settled: chunk.settled },
      attempt,
      stores,
      onStart: () => {
        this.#asker.post({ type: 'started', id });
      },
    };
  }

  /** A queue is here the very one; a task and a shared queue are only passed on. */
  readonly #find = (reference: Reference): unknown => {
    if (reference.type === 'task') {
      return referTo(reference.task);
    }
    return reference.type === 'queue' ? this.#asker.queueOf(reference.queue.id) : reference;
  };

  #answer(id: number, name: string, outcome: WireOutcome): void {
    this.#futures.delete(id);
    try {
      this.#asker.post({ type: 'outcome', id, outcome });
    } catch (refusal) {
      try {
        this.#asker.post({ type: 'outcome', id, outcome: whatCanCross(outcome, name, refusal) });
      } catch (again) {
        this.#asker.post({ type: 'outcome', id, outcome: refuse(undefined, name, again) });
      }
    }
  }

  async #shutdown(id: number, call: number | undefined, cancelFutures: boolean): Promise<void> {
    const item = call === undefined ? undefined : this.#asker.itemOf(call);
    const shutdown = (): Promise<void> => this.#pool.executor.shutdown({ cancelFutures });
    // In the context of the task that asks: the pool then waits for the others alone.
    await (item === undefined ? shutdown() : item.context.run(shutdown));
    this.#asker.post({ type: 'shutdown done', id });
  }
}
