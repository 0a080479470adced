import { fork } from 'node:child_process';
import type { Socket } from 'node:net';
import { sibling } from '../../sibling.ts';
import { Batches } from '../batches.ts';

const numberBytes = 8;

/** What a pool of processes can be at best whose workers tell each result before they begin the next task: many tasks a message, a promise for each, and a write for each result. */
export class BarePipes extends Batches {
  constructor(count: number, batch: number) {
    const children = Array.from({ length: count }, () =>
      fork(sibling(import.meta, 'echo-pipe'), {
        serialization: 'advanced',
        stdio: ['inherit', 'inherit', 'inherit', 'ipc', 'pipe'],
      }),
    );
    super(count, batch, (worker, values) => {
      children[worker]?.send(values);
    });
    for (const [index, child] of children.entries()) {
      let rest: Buffer = Buffer.alloc(0);
      (child.stdio[4] as Socket).on('data', (bytes: Buffer) => {
        rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
        const whole = rest.length - (rest.length % numberBytes);
        for (let at = 0; at < whole; at += numberBytes) {
          this.answered(index, rest.readDoubleLE(at));
        }
        rest = rest.subarray(whole);
      });
    }
  }
}
