import { type Executor, Future } from '@heddle/futures';
import { runInTask, TaskContext, type WorkItem } from '@heddle/futures/executor';
import { decodeThrown } from '../errors/decode.ts';
import type { ToPool, ToWorker, WireSubmit } from '../messages.ts';
import { decodeArguments } from '../values/arguments.ts';
import { encodeOutcome, refuse, whatCanCross, type WireOutcome } from '../values/outcome.ts';
import { referTo } from '../values/reference.ts';
import { nestedInfo } from './nested-info.ts';

export type NestedMessage = Extract<ToPool, { type: 'submit' | 'abort' | 'lend' | 'take back' | 'shutdown' }>;

/** The worker that the calls come from. */
interface Asker {
  readonly where: string;
  itemOf(call: number): WorkItem | undefined;
  post(message: ToWorker): void;
}

/** What the tasks of one worker ask of the pool that they run in. */
export class NestedCalls {
  readonly #pool: Executor;
  readonly #asker: Asker;
  readonly #futures = new Map<number, Future<unknown>>();
  readonly #loans = new Map<number, () => void>();
  readonly #contexts = new WeakMap<WorkItem, TaskContext>();

  constructor(pool: Executor, asker: Asker) {
    this.#pool = pool;
    this.#asker = asker;
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
        const takeBack = this.#asker.itemOf(message.call)?.lendWhile(future);
        if (takeBack !== undefined) {
          this.#loans.set(message.wait, takeBack);
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
    const { id, priority, name, transfer, attempt } = submit;
    const fn = referTo(submit.task);
    nestedInfo.set(fn, {
      attempt,
      chunk: submit.chunk,
      started: () => {
        this.#asker.post({ type: 'started', id });
      },
    });
    let future: Future<unknown>;
    try {
      const lists = submit.chunk?.lists.map((list) => decodeArguments(list, referTo));
      const args = lists ?? (submit.args === undefined ? [] : decodeArguments(submit.args, referTo));
      future = this.#pool.with({ priority, name, transfer }).submit(fn, ...args);
    } catch (error) {
      this.#answer(id, name, encodeOutcome({ ok: false, error }));
      return;
    }
    this.#futures.set(id, future);
    future.then(
      (value) => {
        this.#answer(id, name, encodeOutcome({ ok: true, value }));
      },
      (error: unknown) => {
        this.#answer(id, name, encodeOutcome({ ok: false, error }));
      },
    );
  }

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
    const shutdown = (): Promise<void> => this.#pool.shutdown({ cancelFutures });
    // In the context of the task that asks: the pool then waits for the others alone.
    await (item === undefined ? shutdown() : runInTask(this.#contextOf(item), shutdown));
    this.#asker.post({ type: 'shutdown done', id });
  }

  /** One a task, however often it asks. */
  #contextOf(item: WorkItem): TaskContext {
    let context = this.#contexts.get(item);
    if (context === undefined) {
      context = new TaskContext({
        name: item.name,
        attempt: item.attempt,
        executor: this.#pool,
        lendWhile: (future) => item.lendWhile(future),
      });
      this.#contexts.set(item, context);
    }
    return context;
  }
}
