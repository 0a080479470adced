import type { TaskReference } from '@heddle/futures';
import { currentContext } from '@heddle/futures/task/parts';
import type { PoolChannel } from '../channel.ts';
import type { ToWorker, WireSetup } from '../messages.ts';
import type { WireArguments } from '../values/arguments.ts';
import type { BriefCall } from '../values/brief-call.ts';
import { CallRunner } from './call-runner.ts';
import { FarContext } from './far-task.ts';
import { sayLastWords } from './last-words.ts';
import { loadArguments } from './load-arguments.ts';
import { onDemand } from './load-on-demand.ts';
import { loadTask } from './modules.ts';
import { Outbox } from './outbox.ts';
import { RemotePool } from './remote-pool.ts';

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
  readonly #pool: RemotePool;
  readonly #initArgs: WireArguments;
  readonly #calls: CallRunner;

  constructor(channel: PoolChannel, setup: WireSetup) {
    const { tasksPerWorker } = setup;
    this.#setup = setup;
    this.#outbox = new Outbox(channel);
    this.#pool = new RemotePool(channel, this.#outbox, setup, callHere);
    this.#initArgs = this.#pool.receive(setup.initArgs);
    this.#calls = new CallRunner({ channel, outbox: this.#outbox, pool: this.#pool, tasksPerWorker });
  }

  async begin(): Promise<void> {
    try {
      await this.#callHook(this.#setup.initializer);
      this.#outbox.say({ type: 'ready' });
    } catch (error) {
      const { encodeThrown, withTextOnly } = onDemand();
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
        this.#pool.heardOfQueues(message.answers);
        break;
      case 'shut down':
        this.#pool.refuseMore();
        break;
      case 'close':
        void this.#close();
        break;
      case 'started':
      case 'outcome':
      case 'shutdown done':
        this.#pool.heard(message);
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

/** The number of the call that this code runs in. */
function callHere(): number | undefined {
  const context = currentContext();
  return context instanceof FarContext ? context.callId : undefined;
}
