import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  type Transferable,
  type Worker,
} from 'node:worker_threads';
import type { BriefCall, ChannelListener, ToWorker, WireResult, WorkerChannel } from '@heddle/transport';
import type { Piscina } from 'piscina';
import { Doorbell } from './doorbell.ts';
import { engine } from './engine.ts';
import type { EngineOptions } from './options.ts';
import { ResultRing } from './result-ring.ts';
import { SharedClaims } from './shared-claims.ts';
import { type FromThread, seeResults, type ThreadSetup } from './thread-setup.ts';

/** Messages after which other events have their turn. */
const mostAtOnce = 10_000;

type Received = { readonly message: FromThread } | undefined;

/**
 * One worker thread, run by piscina.
 *
 * Each thread has a piscina of its own. piscina starts the thread, with its limits and its environment, loads the worker's file on it and ends it; the one piscina task
 * of the thread's life is handed a port, starts to serve calls over it, and is over. A task as long as the worker would be simpler, but piscina holds the program open while a
 * task runs, and an idle pool must not. So the thread counts as idle there, `idleTimeout` never ends it, and its death is told by the thread's own events.
 */
export class ThreadChannel implements WorkerChannel {
  readonly where: string;
  readonly claims: SharedClaims = new SharedClaims();
  readonly #results = new ResultRing();
  readonly #doorbell = new Doorbell();
  readonly #piscina: Piscina;
  readonly #thread: Worker;
  readonly #port: MessagePort;

  constructor(filename: string, options: EngineOptions) {
    const { Piscina } = engine();
    this.#piscina = new Piscina({
      ...options,
      filename,
      // The first threads of a piscina are sent their task as they start, and not once they are up: with it goes the port, and what was posted to it before.
      minThreads: 1,
      maxThreads: 1,
      concurrentTasksPerWorker: 1,
      idleTimeout: Infinity,
      // The thread has an event loop to serve: it must not sleep in Atomics.wait.
      atomics: 'disabled',
      recordTiming: false,
    });
    this.#piscina.options.minThreads = 0; // one that dies is not for piscina to replace
    this.#piscina.on('error', ignore); // the thread tells it too
    const [thread] = this.#piscina.threads;
    if (thread === undefined) {
      throw new Error('Expected piscina to start a thread, got none');
    }
    this.#thread = thread;
    this.where = `worker thread ${thread.threadId}`;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const setup: ThreadSetup = {
      where: this.where,
      port: port2,
      claims: this.claims.memory,
      results: this.#results.memory,
      doorbell: this.#doorbell.memory,
    };
    this.#piscina.run(setup, { transferList: [port2] as never }).catch(ignore);
  }

  listen(listener: ChannelListener): void {
    let uncaught: { readonly error: unknown } | undefined;
    this.#port.on('message', (message: FromThread) => {
      hear(listener, message);
      this.#readAll(listener);
      listener.drained();
    });
    this.#port.unref(); // listening holds the program open
    // Something came that cannot be read here, and whose it was cannot be told: whoever waits for it must not wait for ever.
    this.#port.on('messageerror', (error) => {
      uncaught ??= { error };
      this.terminate();
    });
    this.#thread.on('error', (error) => {
      uncaught ??= { error };
    });
    this.#thread.on('exit', (exitCode) => {
      // What it said before it died may still be on its way.
      this.#readAll(listener);
      this.#port.close();
      listener.ended({ exitCode, signal: null, uncaught });
    });
  }

  /** In one event all that has come: an event each costs more than what it brings. After very many, others have their turn. */
  #readAll(listener: ChannelListener): void {
    let isCalled = true;
    for (let left = mostAtOnce; isCalled;) {
      // The ring first tells how far to read: whatever was sent before those results is among the messages then, and goes first.
      const told = this.#results.answer();
      isCalled = false;
      for (let entry = this.#receive(); entry !== undefined; entry = this.#receive()) {
        hear(listener, entry.message);
        isCalled ||= entry.message === seeResults; // after the answer: there is more in the ring
        left -= 1;
        if (left === 0) {
          setImmediate(() => {
            this.#readAll(listener);
            listener.drained();
          });
          return;
        }
      }
      this.#results.read(told, listener.result);
    }
  }

  #receive(): Received {
    return receiveMessageOnPort(this.#port);
  }

  post(message: ToWorker | BriefCall, transfer: readonly unknown[] = none): void {
    if (transfer.length === 0) {
      // An empty list would be looked through.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of a port, not of a window
      this.#port.postMessage(message);
    } else {
      this.#port.postMessage(message, transfer as Transferable[]);
    }
    this.#doorbell.ring();
  }

  ref(): void {
    this.#thread.ref();
  }

  release(): void {
    this.terminate(); // its event loop never empties: piscina listens there
  }

  terminate(): void {
    void this.#piscina.destroy();
  }
}

function hear(listener: ChannelListener, message: FromThread): void {
  if (message === seeResults) {
    return;
  }
  if (isResult(message)) {
    listener.result(...message);
  } else {
    listener.messages(message);
  }
}

function isResult(message: readonly unknown[]): message is WireResult {
  return typeof message[0] === 'number';
}

const none: readonly unknown[] = [];

function ignore(): void {}
