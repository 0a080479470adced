import { Worker } from 'node:worker_threads';
import { sibling } from '../../sibling.ts';

/** What a pool can be at best: workers in turn, a promise for each task, and nothing else. */
export class BarePool {
  readonly #workers: readonly Worker[];
  readonly #batch: number;
  readonly #waiting: ((value: number) => void)[][];
  #next = 0;
  #batched: number[] = [];

  constructor(workers: number, batch: number) {
    this.#batch = batch;
    this.#waiting = Array.from({ length: workers }, () => []);
    this.#workers = this.#waiting.map((resolvers) => {
      const worker = new Worker(sibling(import.meta, 'echo-bare'));
      let at = 0;
      worker.on('message', (values: readonly number[]) => {
        for (const value of values) {
          resolvers[at]?.(value);
          at += 1;
        }
        if (at === resolvers.length) {
          resolvers.length = 0;
          at = 0;
        }
      });
      return worker;
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

  /** Posts what is left of the last batch. */
  flush(): void {
    if (this.#batched.length > 0) {
      this.#workers[this.#next]?.postMessage(this.#batched);
      this.#batched = [];
      this.#next = (this.#next + 1) % this.#workers.length;
    }
  }
}
