import { type ChildProcess, fork } from 'node:child_process';
import { sibling } from '../../sibling.ts';

/** What a pool of processes can be at best: `fork` and `send`, a message and a promise for each task. */
export class BareChildren {
  readonly #children: readonly ChildProcess[];
  readonly #waiting: ((value: number) => void)[][];
  #next = 0;

  constructor(count: number) {
    this.#waiting = Array.from({ length: count }, () => []);
    this.#children = this.#waiting.map((resolvers) => {
      const child = fork(sibling(import.meta, 'echo-bare'), { serialization: 'advanced' });
      let at = 0;
      child.on('message', (value) => {
        resolvers[at]?.(value as number);
        at += 1;
        if (at === resolvers.length) {
          resolvers.length = 0;
          at = 0;
        }
      });
      return child;
    });
  }

  run(n: number): Promise<number> {
    return new Promise((resolve) => {
      this.#waiting[this.#next]?.push(resolve);
      this.#children[this.#next]?.send(n);
      this.#next = (this.#next + 1) % this.#children.length;
    });
  }
}
