import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { SimpleQueue } from '@heddle/queue';

/** A task that stands at the gate. */
export interface Visitor {
  /** What it said as it came. */
  readonly text: string;
  /** Lets it go on. */
  letIn(): void;
  /** The next line that it says. */
  says(): Promise<string>;
  /** Resolves once it has hung up: it has gone on, was stopped, or its worker is no more. */
  readonly left: Promise<unknown>;
}

/** Holds tasks back until the test lets them go on, wherever they run: a task connects, says a line, and waits for one. */
export class Gate implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets: Set<Socket> = new Set();
  readonly #visitors: SimpleQueue<Visitor> = new SimpleQueue();
  #isOpen = false;

  static async make(): Promise<Gate> {
    const gate = new Gate();
    gate.#server.listen(0, '127.0.0.1');
    await once(gate.#server, 'listening');
    return gate;
  }

  private constructor() {
    this.#server = createServer((socket) => this.#welcome(socket));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** How many came and were not asked for yet. */
  get unmet(): number {
    return this.#visitors.qsize();
  }

  /** The next task that comes. */
  visitor(): Promise<Visitor> {
    return this.#visitors.get();
  }

  /** The next `count` tasks, in the order they came. */
  async visitors(count: number): Promise<Visitor[]> {
    const visitors: Visitor[] = [];
    while (visitors.length < count) {
      visitors.push(await this.visitor());
    }
    return visitors;
  }

  /** Lets in whoever stands there, and whoever comes. */
  open(): void {
    this.#isOpen = true;
    for (const socket of this.#sockets) {
      socket.write('in\n');
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.open();
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      for (const socket of this.#sockets) {
        socket.destroySoon();
      }
    });
  }

  #welcome(socket: Socket): void {
    const lines = new SimpleQueue<string>();
    let rest = '';
    let isNew = true;
    const left = new Promise((resolve) => {
      socket.once('close', resolve);
    });
    const visitor = (text: string): Visitor => ({
      text,
      left,
      letIn: () => {
        socket.write('in\n');
      },
      says: () => lines.get(),
    });
    this.#sockets.add(socket);
    socket.setEncoding('utf8');
    socket.on('error', () => {}); // its worker died: `left` says so
    socket.on('close', () => {
      this.#sockets.delete(socket);
    });
    socket.on('data', (data: string) => {
      const said = (rest + data).split('\n');
      rest = said.pop() ?? '';
      for (const line of said) {
        if (isNew) {
          isNew = false;
          this.#visitors.put(visitor(line));
        } else {
          lines.put(line);
        }
      }
      if (this.#isOpen) {
        socket.write('in\n');
      }
    });
  }
}
