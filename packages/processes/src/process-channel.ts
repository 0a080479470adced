import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { MessagePort } from 'node:worker_threads';
import { TransferError } from '@heddle/futures';
import type { BriefCall, ChannelListener, ToWorker, WorkerChannel } from '@heddle/transport';
import { childProcess, crypto } from './built-in.ts';
import { endWithProgram } from './children.ts';
import { enclose, whyNot } from './envelope.ts';
import { FrameReader } from './frame-reader.ts';
import { inheritedExecArgv } from './inherited-exec-argv.ts';
import { Lease } from './lease.ts';
import { pipeFd } from './pipe-fd.ts';

export interface ForkOptions {
  execArgv: string[] | undefined;
  env: NodeJS.ProcessEnv | undefined;
}

/** One worker process, the IPC channel to it, and the pipe from it. */
export class ProcessChannel implements WorkerChannel {
  readonly where: string;
  readonly whyNot: typeof whyNot = whyNot;
  readonly claims: Lease = new Lease();
  readonly #child: ChildProcess;
  readonly #pipe: Socket;
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
    this.#pipe = this.#child.stdio[pipeFd] as Socket;
    this.#pipe.unref();
    endWithProgram(this.#child);
  }

  listen(listener: ChannelListener): void {
    let uncaught: { readonly error: unknown } | undefined;
    let hasEnded = false;
    const ended = (exitCode: number | null, signal: string | null): void => {
      if (!hasEnded) {
        hasEnded = true;
        listener.ended({ exitCode, signal, uncaught });
      }
    };
    // Whose it was cannot be told: whoever waits for it must not wait for ever.
    const reader = new FrameReader(listener, (error) => {
      uncaught ??= { error };
      this.terminate(true);
    });
    this.#pipe.on('data', (bytes: Buffer) => {
      reader.read(bytes);
      listener.drained();
    });
    this.#pipe.on('error', ignore); // the worker's end is told by 'close'
    this.#child.on('error', (error) => {
      if (this.#child.pid === undefined) {
        uncaught = { error };
        ended(null, null); // it never started: there is no 'exit'
      } else if (this.#child.exitCode === null) {
        this.terminate(true); // a channel that does not carry messages is of no use
      }
    });
    // 'exit' comes when the process is gone, 'disconnect' once it can be told nothing more, 'close' of the pipe once its last word was read: whichever is last ends it.
    let exit: { readonly code: number | null; readonly signal: string | null } | undefined;
    const look = (): void => {
      if (exit !== undefined && !this.#child.connected && this.#pipe.closed) {
        ended(exit.code, exit.signal);
      }
    };
    this.#child.on('exit', (code, signal) => {
      exit = { code, signal };
      look();
    });
    this.#pipe.on('close', () => {
      look();
      if (exit === undefined) {
        this.terminate(true); // it closed its pipe, and cannot tell anything any more
      }
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
}

function ignore(): void {}
