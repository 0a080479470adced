import type { Executor, Future } from '@heddle/futures';
import type { Stores, Submission } from '@heddle/futures/executor';
import { type Snapshot, TaskContext, type TaskSource } from '@heddle/futures/task/parts';
import type { Incoming } from './inbox.ts';
import type { RemoteExecutor } from './remote-executor.ts';

/** Who runs it. */
export interface Runner {
  readonly executor: RemoteExecutor;
  /** The task of `call` waits for `future`: its place is free until that is done, or what is answered is called. */
  lend(call: number, future: Future<unknown>): () => void;
}

/** What a task on a worker may know of itself. */
class FarTask implements TaskSource {
  readonly #call: Incoming;
  readonly #runner: Runner;

  constructor(call: Incoming, runner: Runner) {
    this.#call = call;
    this.#runner = runner;
  }

  /** Its events are published by the pool. */
  get taskId(): undefined {
    return undefined;
  }

  get name(): string {
    return this.#call.name;
  }

  get attempt(): number {
    return this.#call.attempt;
  }

  get stores(): Stores | undefined {
    return this.#call.stores;
  }

  get executor(): Executor {
    return this.#runner.executor;
  }

  /** Where a task of this very worker submitted it. */
  get submission(): Submission | undefined {
    const { nested } = this.#call;
    return nested === undefined ? undefined : this.#runner.executor.submissionOf(nested);
  }

  lendWhile(future: Future<unknown>): () => void {
    return this.#runner.lend(this.#call.id, future);
  }
}

/** What a task on a worker runs in. */
export class FarContext extends TaskContext {
  /** The number of its call. */
  readonly callId: number;

  constructor(call: Incoming, runner: Runner, scope: Snapshot) {
    super(new FarTask(call, runner), scope);
    this.callId = call.id;
  }
}
