import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { MessagePort } from 'node:worker_threads';
import { TransferError } from '@heddle/futures';
import type { BriefCall, ChannelListener, ToWorker, WorkerChannel } from '@heddle/transport';
import { childProcess, crypto } from './built-in.ts';
import { endWithProgram } from './children.ts';
import { enclose, whyNot } from './envelope.ts';
import { Fifo } from './fifo.ts';
import type { Pipe } from './frames.ts';
import { inheritedExecArgv } from './inherited-exec-argv.ts';
import { Lease } from './lease.ts';
import { socketFd } from './socket-fd.ts';
import type { ToProcess } from './to-process.ts';
import { TurnReader } from './turn-reader.ts';

export interface ForkOptions {
  execArgv: string[] | undefined;
  env: NodeJS.ProcessEnv | undefined;
}

/** One worker process, the IPC channel to it, and the pipes from it. */
export class ProcessChannel implements WorkerChannel {
  readonly where: string;
  readonly whyNot: typeof whyNot = whyNot;
  readonly claims: Lease = new Lease();
  readonly #child: ChildProcess;
  readonly #socket: Socket;
  #fifo: Fifo | undefined = undefined;
  readonly #key: string = crypto().randomUUID();
  #isReleased = false;

  constructor(filename: string, { execArgv, env }: ForkOptions) {
    this.#child = childProcess().fork(filename, {
      serialization: 'advanced',
      stdio: ['inherit', 'inherit', 'inherit', 'ipc', 'pipe'],
      execArgv: execArgv ?? inheritedExecArgv(),
      ...(env === undefined ? {} : { env }),
    });
    this.where = `worker process ${this.#child.pid ?? '(not started)'}`;
    // The executor holds the program open while a task is unfinished; a worker by itself never does.
    this.#child.unref();
    this.#child.channel?.unref();
    this.#socket = this.#child.stdio[socketFd] as Socket;
    this.#socket.unref();
    endWithProgram(this.#child, (path) => {
      this.#offerFifo(path);
    });
  }

  listen(listener: ChannelListener): void {
    let uncaught: { readonly error: unknown } | undefined;
    let hasEnded = false;
    const ended = (exitCode: number | null, signal: string | null): void => {
      if (!hasEnded) {
        hasEnded = true;
        this.#fifo?.end();
        listener.ended({ exitCode, signal, uncaught });
      }
    };
    // Whose it was cannot be told: whoever waits for it must not wait for ever.
    const unreadable = (error: unknown): void => {
      uncaught ??= { error };
      this.terminate(true);
    };
    const reader = new TurnReader(listener, unreadable, (pipe) => {
      if (pipe === 'fifo') {
        this.#fifo?.listen(hearFrom('fifo'), closed);
      }
    });
    const hearFrom = (pipe: Pipe) => (bytes: Buffer) => {
      reader.read(pipe, bytes);
      listener.drained();
    };
    const closed = (): void => {
      look();
      if (exit === undefined) {
        this.terminate(true); // it closed its pipe, and cannot tell anything any more
      }
    };
    this.#socket.on('data', hearFrom('socket'));
    this.#socket.on('error', ignore); // the worker's end is told by 'close'
    this.#socket.on('close', closed);
    this.#child.on('error', (error) => {
      if (this.#child.pid === undefined) {
        uncaught = { error };
        ended(null, null); // it never started: there is no 'exit'
      } else if (this.#child.exitCode === null) {
        this.terminate(true); // a channel that does not carry messages is of no use
      }
    });
    // 'exit' comes when the process is gone, 'disconnect' once it can be told nothing more, 'close' of each pipe once its last word was read: whichever is last ends it.
    let exit: { readonly code: number | null; readonly signal: string | null } | undefined;
    const look = (): void => {
      if (exit !== undefined && !this.#child.connected && this.#socket.closed && this.#fifo?.closed !== false) {
        ended(exit.code, exit.signal);
      }
    };
    this.#child.on('exit', (code, signal) => {
      exit = { code, signal };
      look();
    });
    this.#child.on('disconnect', () => {
      look();
      if (exit === undefined && !this.#isReleased) {
        this.terminate(true); // it closed its channel, and cannot be told anything any more
      }
    });
  }

  post(message: ToWorker | BriefCall, transfer: readonly unknown[] = []): void {
    for (const value of transfer) {
      if (value instanceof MessagePort) {
        throw new TransferError('Expected something that can cross to a process, got a MessagePort');
      }
    }
    // Everything else crosses as a copy. A failure to send is told by 'error' or 'exit'; a callback would cost a tick each time.
    if (this.#child.connected) {
      this.#child.send(enclose(this.#key, message));
    }
  }

  ref(): void {
    this.#child.ref();
  }

  /** The process exits as it sees that its channel is closed; what listens to its 'exit' is called. */
  release(): void {
    this.#isReleased = true;
    if (this.#child.connected) {
      this.#child.disconnect();
    }
  }

  terminate(force: boolean): void {
    this.#child.kill(force ? 'SIGKILL' : 'SIGTERM');
  }

  #offerFifo(path: string): void {
    if (this.#child.connected) {
      this.#fifo = Fifo.open(path);
      if (this.#fifo !== undefined) {
        this.#child.send(enclose(this.#key, { type: 'fifo', path } satisfies ToProcess));
      }
    }
  }
}

function ignore(): void {}
