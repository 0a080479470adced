import { execFileSync, fork } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sibling } from '../../sibling.ts';
import { Batches } from '../batches.ts';

const numberBytes = 8;

/** What a child process writes into: the socket that Node.js makes for a pipe, or a named pipe. */
type Pipe = 'socket' | 'fifo';

/** What a pool of processes can be at best whose workers tell each result before they begin the next task: many tasks a message, a promise for each, and a write for each result. */
export class BarePipes extends Batches {
  constructor(count: number, batch: number, pipe: Pipe) {
    const children = Array.from({ length: count }, pipe === 'socket' ? forkWithSocket : forkWithFifo);
    super(count, batch, (worker, values) => {
      children[worker]?.child.send(values);
    });
    for (const [index, { results }] of children.entries()) {
      let rest: Buffer = Buffer.alloc(0);
      results.on('data', (bytes: Buffer) => {
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

interface Forked {
  readonly child: ReturnType<typeof fork>;
  readonly results: Socket;
}

function forkWithSocket(): Forked {
  const child = forkWith('pipe');
  return { child, results: child.stdio[4] as Socket };
}

function forkWithFifo(): Forked {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-'));
  const path = join(folder, 'fifo');
  execFileSync('mkfifo', [path]);
  const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK); // before the other, which waits for it
  const writeEnd = openSync(path, constants.O_WRONLY);
  rmSync(folder, { recursive: true });
  const child = forkWith(writeEnd);
  closeSync(writeEnd); // the child's own
  return { child, results: new Socket({ fd: readEnd, readable: true, writable: false }) };
}

function forkWith(results: 'pipe' | number): ReturnType<typeof fork> {
  return fork(sibling(import.meta, 'echo-pipe'), {
    serialization: 'advanced',
    stdio: ['inherit', 'inherit', 'inherit', 'ipc', results],
  });
}
