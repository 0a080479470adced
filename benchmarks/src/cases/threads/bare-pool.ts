import { Worker } from 'node:worker_threads';
import { sibling } from '../../sibling.ts';
import { Batches } from '../batches.ts';

/** What a pool can be at best: workers in turn, a promise for each task, and nothing else. */
export class BarePool extends Batches {
  constructor(count: number, batch: number) {
    const workers = Array.from({ length: count }, () => new Worker(sibling(import.meta, 'echo-bare')));
    super(count, batch, (worker, values) => {
      workers[worker]?.postMessage(values);
    });
    for (const [index, worker] of workers.entries()) {
      worker.on('message', (values: readonly number[]) => {
        for (const value of values) {
          this.answered(index, value);
        }
      });
    }
  }
}
