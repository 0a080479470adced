import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A bare connection to the server, as any client in any language has one. */
export class RawConnection {
  readonly socket: Socket;
  received = '';

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.setEncoding('utf8').on('data', (chunk: string) => (this.received += chunk));
    // A connection that the server cuts is what some tests are about.
    this.socket.on('error', () => {});
  }

  get(path: string): this {
    this.socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    return this;
  }

  async closed(): Promise<void> {
    if (!this.socket.closed) await once(this.socket, 'close');
  }
}
