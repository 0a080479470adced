import { runChunk, takeSnapshot, TaskContext, type TaskSource } from '@heddle/futures/executor';
import { currentTask, type TaskReference } from '@heddle/futures';
import type { PoolChannel } from '../channel.ts';
import { decodeThrown } from '../errors/decode.ts';
import { encodeThrown, withTextOnly } from '../errors/encode.ts';
import type { ToWorker, WireCall, WireSetup } from '../messages.ts';
import type { WireArguments } from '../values/arguments.ts';
import { encodeChunk, encodeOutcome, refuse, type WireOutcome, whatCanCross } from '../values/outcome.ts';
import { sayLastWords } from './last-words.ts';
import { loadArguments, loadList } from './load-arguments.ts';
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
    if (message.type === 'setup') {
      worker = new Worker(channel, message.setup);
      void worker.begin();
    } else {
      worker?.hear(message);
    }
  });
}

/** One worker: runs what it is told to, and tells how it ended. */
class Worker {
  readonly #setup: WireSetup;
  readonly #whyNot: PoolChannel['whyNot'];
  readonly #outbox: Outbox;
  readonly #queues: RemoteQueues;
  readonly #initArgs: WireArguments;
  readonly #executor: RemoteExecutor;
  readonly #running = new Map<number, TaskContext>();
  readonly #calls = new WeakMap<object, number>();
  #lastWait = 0;

  constructor(channel: PoolChannel, setup: WireSetup) {
    this.#setup = setup;
    this.#whyNot = channel.whyNot;
    this.#outbox = new Outbox(channel);
    this.#queues = new RemoteQueues(channel, this.#outbox);
    this.#initArgs = this.#queues.receive(setup.initArgs);
    this.#executor = new RemoteExecutor({
      maxWorkers: setup.maxWorkers,
      graceMs: setup.graceMs,
      outbox: this.#outbox,
      where: 'another worker',
      callHere: () => {
        const context = currentTask();
        return context === undefined ? undefined : this.#calls.get(context);
      },
      refer: this.#queues.refer,
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

  hear(message: Exclude<ToWorker, { type: 'setup' }>): void {
    switch (message.type) {
      case 'calls':
        for (const call of message.calls) {
          void this.#run(call);
        }
        break;
      case 'stop':
        this.#running.get(message.call)?.stop(decodeThrown(message.reason, 'the main thread'));
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

  /** Never rejects: whatever happens is the outcome of the call. */
  async #run(call: WireCall): Promise<void> {
    const { name, attempt, nested, stores } = call;
    const source: TaskSource = {
      taskId: undefined, // its events are published by the pool
      submission: nested === undefined ? undefined : this.#executor.submissionOf(nested),
      name,
      attempt,
      executor: this.#executor,
      stores,
      lendWhile: (future) => this.#lend(call.id, future),
    };
    const context = new TaskContext(source, takeSnapshot());
    this.#running.set(call.id, context);
    this.#calls.set(context, call.id);
    const outcome = await this.#outcomeOf(call, context);
    this.#running.delete(call.id);
    this.#outbox.add({
      message: () => ({ type: 'outcome', id: call.id, outcome }),
      refused: (refusal) => ({
        type: 'outcome',
        id: call.id,
        outcome: whatCanCross(outcome, call.name, refusal, this.#whyNot),
      }),
      refusedAgain: (refusal) => ({ type: 'outcome', id: call.id, outcome: refuse(undefined, call.name, refusal) }),
    });
  }

  async #outcomeOf(call: WireCall, context: TaskContext): Promise<WireOutcome> {
    try {
      // In this turn: what the pool has sent, it counts.
      const received = call.args === undefined ? undefined : this.#queues.receive(call.args);
      const receivedLists = call.chunk?.lists.map((list) => ('refused' in list ? list : this.#queues.receive(list)));
      const fn = (await loadTask(call.task)) as AnyFunction;
      if (call.chunk !== undefined) {
        const lists = await Promise.all((receivedLists ?? []).map(loadList));
        const { settled } = call.chunk;
        const callWith = (args: () => readonly unknown[]): unknown => fn(...args());
        return encodeChunk(await context.run(() => runChunk(callWith, lists, settled)));
      }
      const args = received === undefined ? [] : await loadArguments(received);
      return encodeOutcome({ ok: true, value: await context.call(fn, args) });
    } catch (error) {
      return encodeOutcome({ ok: false, error });
    }
  }

  #lend(call: number, future: Parameters<TaskContext['lendWhile']>[0]): () => void {
    this.#lastWait += 1;
    const wait = this.#lastWait;
    let isOver = future.done();
    if (isOver) {
      return () => {};
    }
    // The call that is waited for is often submitted in this very turn: its number is looked up as the message leaves.
    this.#outbox.add({ message: () => ({ type: 'lend', call, wait, nested: this.#executor.idOf(future) }) });
    const takeBack = (): void => {
      if (!isOver) {
        isOver = true;
        this.#outbox.say({ type: 'take back', wait });
      }
    };
    future.addDoneCallback(takeBack);
    return takeBack;
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
