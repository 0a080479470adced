import type { TaskReference } from '@heddle/futures';
import { currentContext } from '@heddle/futures/executor';
import type { PoolChannel } from '../channel.ts';
import { encodeThrown, withTextOnly } from '../errors/encode.ts';
import type { ToWorker, WireSetup } from '../messages.ts';
import type { WireArguments } from '../values/arguments.ts';
import type { BriefCall } from '../values/brief-call.ts';
import { CallRunner } from './call-runner.ts';
import { FarContext } from './far-task.ts';
import { sayLastWords } from './last-words.ts';
import { loadArguments } from './load-arguments.ts';
import { loadTask } from './modules.ts';
import { Outbox } from './outbox.ts';
import { RemoteExecutor } from './remote-executor.ts';
import { RemoteQueues } from './remote-queues.ts';

type AnyFunction = (...args: unknown[]) => unknown;

/** Makes this thread or process a worker of the pool at the other end of `channel`. */
export function serve(channel: PoolChannel): void {
  let worker: Worker | undefined;
  sayLastWords(channel);
  channel.listen((message) => {
    if (typeof message === 'string') {
      worker?.hearBrief(message);
    } else if (message.type === 'setup') {
      worker = new Worker(channel, message.setup);
      void worker.begin();
    } else {
      worker?.hear(message);
    }
  });
}

/** One worker: does what it is told to. */
class Worker {
  readonly #setup: WireSetup;
  readonly #outbox: Outbox;
  readonly #queues: RemoteQueues;
  readonly #initArgs: WireArguments;
  readonly #executor: RemoteExecutor;
  readonly #calls: CallRunner;

  constructor(channel: PoolChannel, setup: WireSetup) {
    this.#setup = setup;
    this.#outbox = new Outbox(channel);
    this.#queues = new RemoteQueues(channel, this.#outbox);
    this.#initArgs = this.#queues.receive(setup.initArgs);
    this.#executor = new RemoteExecutor({
      maxWorkers: setup.maxWorkers,
      graceMs: setup.graceMs,
      outbox: this.#outbox,
      where: 'another worker',
      callHere: () => {
        const context = currentContext();
        return context instanceof FarContext ? context.callId : undefined;
      },
      refer: this.#queues.refer,
    });
    this.#calls = new CallRunner({
      channel,
      outbox: this.#outbox,
      queues: this.#queues,
      executor: this.#executor,
      tasksPerWorker: setup.tasksPerWorker,
    });
  }

  async begin(): Promise<void> {
    try {
      await this.#callHook(this.#setup.initializer);
      this.#outbox.say({ type: 'ready' });
    } catch (error) {
      const thrown = encodeThrown(error);
      this.#outbox.add({
        message: () => ({ type: 'broken', error: thrown }),
        refused: () => ({ type: 'broken', error: withTextOnly(thrown) }),
      });
    }
  }

  hearBrief(call: BriefCall): void {
    this.#calls.receiveBrief(call);
  }

  hear(message: Exclude<ToWorker, { type: 'setup' }>): void {
    switch (message.type) {
      case 'calls':
        this.#calls.receive(message.calls, message.terms);
        break;
      case 'stop':
        this.#calls.stop(message.call, message.reason);
        break;
      case 'queue answers':
        this.#queues.hear(message.answers);
        break;
      case 'shut down':
        this.#executor.refuseMore();
        break;
      case 'close':
        void this.#close();
        break;
      case 'started':
      case 'outcome':
      case 'shutdown done':
        this.#executor.heard(message);
    }
  }

  async #close(): Promise<void> {
    try {
      await this.#callHook(this.#setup.finalizer);
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error));
    } finally {
      this.#outbox.say({ type: 'closed' });
    }
  }

  async #callHook(hook: TaskReference | undefined): Promise<void> {
    if (hook !== undefined) {
      const fn = (await loadTask(hook)) as AnyFunction;
      await fn(...(await loadArguments(this.#initArgs)));
    }
  }
}
