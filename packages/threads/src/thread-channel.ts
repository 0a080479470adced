import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  type Transferable,
  type Worker,
} from 'node:worker_threads';
import type { ChannelListener, ToPool, ToWorker, WireResult, WorkerChannel } from '@heddle/transport';
import { Piscina } from 'piscina';
import type { EngineOptions } from './options.ts';
import { SharedClaims } from './shared-claims.ts';

/** Messages after which other events have their turn. */
const mostAtOnce = 1_000;

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
  readonly #piscina: Piscina;
  readonly #thread: Worker;
  readonly #port: MessagePort;
  /** Posted before the thread had its port; Node.js never frees a port with messages if the thread ends before it takes that port. */
  #waiting: { readonly message: ToWorker; readonly transfer: readonly unknown[] }[] | undefined = [];

  constructor(filename: string, options: EngineOptions) {
    this.#piscina = new Piscina({
      ...options,
      filename,
      minThreads: 0,
      maxThreads: 1,
      concurrentTasksPerWorker: 1,
      idleTimeout: Infinity,
      // The thread has an event loop to serve: it must not sleep in Atomics.wait.
      atomics: 'disabled',
      recordTiming: false,
    });
    this.#piscina.on('error', ignore); // the thread tells it too
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#piscina.run({ port: port2, claims: this.claims.memory }, { transferList: [port2] as never }).then(() => {
      this.#sendWaiting();
    }, ignore);
    const [thread] = this.#piscina.threads;
    if (thread === undefined) {
      throw new Error('Expected piscina to start a thread, got none');
    }
    this.#thread = thread;
    this.where = `worker thread ${thread.threadId}`;
  }

  listen(listener: ChannelListener): void {
    let uncaught: { readonly error: unknown } | undefined;
    this.#port.on('message', (message: FromThread) => {
      hear(listener, message);
      // One event for all that has come: an event each costs more than what it brings.
      this.#drain(listener, mostAtOnce);
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
      this.#drain(listener, Infinity);
      this.#port.close();
      listener.ended({ exitCode, signal: null, uncaught });
    });
  }

  #drain(listener: ChannelListener, most: number): void {
    for (let count = 0; count < most; count += 1) {
      const entry = receiveMessageOnPort(this.#port);
      if (entry === undefined) {
        return;
      }
      hear(listener, entry.message as FromThread);
    }
  }

  post(message: ToWorker, transfer: readonly unknown[] = []): void {
    if (this.#waiting === undefined) {
      this.#port.postMessage(message, transfer as Transferable[]);
    } else {
      this.#waiting.push({ message, transfer });
    }
  }

  #sendWaiting(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const { message, transfer } of waiting) {
      this.post(message, transfer);
    }
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

/** What a thread says: a list, or the result of a call. */
type FromThread = readonly ToPool[] | WireResult;

function hear(listener: ChannelListener, message: FromThread): void {
  if (isResult(message)) {
    listener.result(message);
  } else {
    listener.messages(message);
  }
}

function isResult(message: FromThread): message is WireResult {
  return typeof message[0] === 'number';
}

function ignore(): void {}
