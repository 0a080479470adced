import { outside } from '@heddle/futures/task/parts';
import type { PoolChannel } from '../channel.ts';
import type { ToWorker, WireSetup } from '../messages.ts';
import type { WireArguments } from '../values/arguments.ts';
import type { WireQueueAnswer } from '../values/wire-queue.ts';
import { onDemand } from './load-on-demand.ts';
import type { Outbox } from './outbox.ts';
import type { RemoteExecutor } from './remote-executor.ts';
import type { RemoteQueues } from './remote-queues.ts';

/** What the tasks of a worker see of its pool: its executor, and the queues that they were given. Neither is there before it is needed. */
export class RemotePool {
  readonly #channel: PoolChannel;
  readonly #outbox: Outbox;
  readonly #setup: Pick<WireSetup, 'maxWorkers' | 'graceMs'>;
  readonly #callHere: () => number | undefined;
  #executor: RemoteExecutor | undefined = undefined;
  #queues: RemoteQueues | undefined = undefined;
  #refusesMore = false;

  /** @param callHere - the number of the call whose task asks */
  constructor(
    channel: PoolChannel,
    outbox: Outbox,
    setup: Pick<WireSetup, 'maxWorkers' | 'graceMs'>,
    callHere: () => number | undefined,
  ) {
    this.#channel = channel;
    this.#outbox = outbox;
    this.#setup = setup;
    this.#callHere = callHere;
  }

  /** What `currentTask().executor` is. Made outside of the task that asks: in it, to make it would ask for it again. */
  get executor(): RemoteExecutor {
    this.#executor ??= outside.runInAsyncScope(this.#makeExecutor);
    return this.#executor;
  }

  /** The arguments with their queues in place. Call it once for what has arrived, as it arrives. */
  receive(args: WireArguments): WireArguments {
    return args.references === undefined ? args : this.#neededQueues.receive(args);
  }

  /** The pool was shut down. */
  refuseMore(): void {
    this.#refusesMore = true;
    this.#executor?.refuseMore();
  }

  /** Of what this worker has submitted. */
  heard(message: Extract<ToWorker, { type: 'started' | 'outcome' | 'shutdown done' }>): void {
    this.#executor?.heard(message);
  }

  heardOfQueues(answers: readonly WireQueueAnswer[]): void {
    this.#queues?.hear(answers);
  }

  readonly #makeExecutor = (): RemoteExecutor => {
    const { RemoteExecutor } = onDemand();
    const executor = new RemoteExecutor({
      maxWorkers: this.#setup.maxWorkers,
      graceMs: this.#setup.graceMs,
      outbox: this.#outbox,
      where: 'another worker',
      callHere: this.#callHere,
      refer: (queue) => this.#queues?.refer(queue),
    });
    if (this.#refusesMore) {
      executor.refuseMore();
    }
    return executor;
  };

  get #neededQueues(): RemoteQueues {
    this.#queues ??= new (onDemand().RemoteQueues)(this.#channel, this.#outbox);
    return this.#queues;
  }
}
