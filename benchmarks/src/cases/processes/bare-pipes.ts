import { type ChildProcess, fork } from 'node:child_process';
import type { Socket } from 'node:net';
import { sibling } from '../../sibling.ts';

const numberBytes = 8;

/** What a pool of processes can be at best whose workers tell each result before they begin the next task: many tasks a message, a promise for each, and a write for each result. */
export class BarePipes {
  readonly #children: readonly ChildProcess[];
  readonly #batch: number;
  readonly #waiting: ((value: number) => void)[][];
  #next = 0;
  #batched: number[] = [];

  constructor(count: number, batch: number) {
    this.#batch = batch;
    this.#waiting = Array.from({ length: count }, () => []);
    this.#children = this.#waiting.map((resolvers) => {
      const child = fork(sibling(import.meta, 'echo-pipe'), {
        serialization: 'advanced',
        stdio: ['inherit', 'inherit', 'inherit', 'ipc', 'pipe'],
      });
      let rest: Buffer = Buffer.alloc(0);
      let resolved = 0;
      (child.stdio[4] as Socket).on('data', (bytes: Buffer) => {
        rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
        const whole = rest.length - (rest.length % numberBytes);
        for (let at = 0; at < whole; at += numberBytes) {
          resolvers[resolved]?.(rest.readDoubleLE(at));
          resolved += 1;
        }
        rest = rest.subarray(whole);
        if (resolved === resolvers.length) {
          resolvers.length = 0;
          resolved = 0;
        }
      });
      return child;
    });
  }

  run(n: number): Promise<number> {
    return new Promise((resolve) => {
      this.#waiting[this.#next]?.push(resolve);
      this.#batched.push(n);
      if (this.#batched.length === this.#batch) {
        this.flush();
      }
    });
  }

  /** Sends what is left of the last batch. */
  flush(): void {
    if (this.#batched.length > 0) {
      this.#children[this.#next]?.send(this.#batched);
      this.#batched = [];
      this.#next = (this.#next + 1) % this.#children.length;
    }
  }
}
