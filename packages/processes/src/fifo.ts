import { closeSync, constants, openSync, unlink } from 'node:fs';
import type { Socket } from 'node:net';
import { net } from './built-in.ts';

/** The pool's end of a named pipe from one worker. To write a few bytes into it takes half as long as into the socket that Node.js makes for a pipe of a child process. */
export class Fifo {
  readonly path: string;
  readonly #fd: number;
  #socket: Socket | undefined = undefined;

  /** Opens it; `undefined` where there is none. */
  static open(path: string): Fifo | undefined {
    try {
      return new Fifo(path, openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)); // without waiting for the other end
    } catch {
      return undefined;
    }
  }

  private constructor(path: string, fd: number) {
    this.path = path;
    this.#fd = fd;
  }

  /** From the first call on. The worker has to have opened its end: a pipe that nobody has opened to write counts as at its end. */
  listen(hear: (bytes: Buffer) => void, closed: () => void): void {
    if (this.#socket !== undefined) {
      return;
    }
    unlink(this.path, ignore); // both have it
    const { Socket } = net();
    this.#socket = new Socket({ fd: this.#fd, readable: true, writable: false });
    this.#socket.unref();
    this.#socket.on('data', hear);
    this.#socket.on('error', ignore); // told by 'close'
    this.#socket.on('close', closed);
  }

  /** Whether nothing more will come. */
  get closed(): boolean {
    return this.#socket === undefined || this.#socket.closed;
  }

  /** The worker is no more. */
  end(): void {
    if (this.#socket === undefined) {
      closeSync(this.#fd);
    }
  }
}

function ignore(): void {}
