import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { MessagePort } from 'node:worker_threads';
import { TransferError } from '@heddle/futures';
import type { ChannelListener, ToPool, ToWorker, WorkerChannel } from '@heddle/transport';
import { endWithProgram } from './children.ts';
import { enclose, open, whyNot } from './envelope.ts';
import { inheritedExecArgv } from './inherited-exec-argv.ts';

export interface ForkOptions {
  execArgv: string[] | undefined;
  env: NodeJS.ProcessEnv | undefined;
}

/** One worker process, and the IPC channel to it. */
export class ProcessChannel implements WorkerChannel {
  readonly where: string;
  readonly whyNot: typeof whyNot = whyNot;
  readonly #child: ChildProcess;
  readonly #key: string = randomUUID();
  #isReleased = false;

  constructor(filename: string, { execArgv, env }: ForkOptions) {
    this.#child = fork(filename, {
      serialization: 'advanced',
      execArgv: execArgv ?? inheritedExecArgv(),
      ...(env === undefined ? {} : { env }),
    });
    this.where = `worker process ${this.#child.pid ?? '(not started)'}`;
    // The executor holds the program open while a task is unfinished; a worker by itself never does.
    this.#child.unref();
    this.#child.channel?.unref();
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
    this.#child.on('message', (letter) => {
      const opened = open<readonly ToPool[]>(letter);
      if (opened?.heddle === this.#key) {
        listener.messages(opened.message);
        listener.drained();
      }
    });
    this.#child.on('error', (error) => {
      if (this.#child.pid === undefined) {
        uncaught = { error };
        ended(null, null); // it never started: there is no 'exit'
      } else if (this.#child.exitCode === null) {
        this.terminate(true); // a channel that does not carry messages is of no use
      }
    });
    // 'exit' comes when the process is gone, 'disconnect' once its last message was read: whichever is later ends it.
    let exit: { readonly code: number | null; readonly signal: string | null } | undefined;
    this.#child.on('exit', (code, signal) => {
      exit = { code, signal };
      if (!this.#child.connected) {
        ended(code, signal);
      }
    });
    this.#child.on('disconnect', () => {
      if (exit !== undefined) {
        ended(exit.code, exit.signal);
      } else if (!this.#isReleased) {
        this.terminate(true); // it closed its channel, and cannot be told anything any more
      }
    });
  }

  post(message: ToWorker, transfer: readonly unknown[] = []): void {
    for (const value of transfer) {
      if (value instanceof MessagePort) {
        throw new TransferError('Expected something that can cross to a process, got a MessagePort');
      }
    }
    // Everything else crosses as a copy. A failure to send is told by 'error' or 'exit'.
    this.#child.send(enclose(this.#key, message), ignore);
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
