import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { currentTask, task, type TaskInfo } from '@heddle/futures';
import type { QueueLike } from '@heddle/queue';
import { double, passGate } from './basic.ts';
import { endWorker } from './crash.ts';

type Task<A extends unknown[], R> = ((...args: A) => R) & TaskInfo;

/** Says its second argument at the gate of the port that is its first, and ends as it is let in, or the gate is gone. */
const visit = `
  const { connect } = require('node:net');
  const socket = connect(Number(process.argv[1]), '127.0.0.1');
  socket.write(process.argv[2] + '\\n');
  socket.on('data', () => socket.destroy());
  socket.on('error', () => {});
`;

/** Says `text` at the gate, and blocks its whole thread until it is let in: a child of its own stands there for it. */
export const blockAtGate: Task<[port: number, text: string], string> = task(
  import.meta,
  function blockAtGate(port, text) {
    execFileSync(process.execPath, ['-e', visit, `${port}`, text], { stdio: 'ignore' });
    return text;
  },
);

/** Adds a line to a file, and answers what that says. */
export const noteIn: Task<[path: string, n: number], number> = task(import.meta, function noteIn(path, n) {
  appendFileSync(path, `${n}\n`);
  return n;
});

/** As `noteIn`, of one argument for `map`. */
export const noteItem: Task<[item: { path: string; n: number }], number> = task(
  import.meta,
  function noteItem({ path, n }) {
    return noteIn(path, n);
  },
);

/** As `noteIn`, and ends its worker. */
export const noteAndExit: Task<[path: string, n: number], Promise<never>> = task(
  import.meta,
  function noteAndExit(path, n) {
    noteIn(path, n);
    return endWorker('process.exit(3)');
  },
);

/** As `noteIn`, but another task of its executor does it, and it waits for that. */
export const noteInside: Task<[path: string, n: number], Promise<number>> = task(
  import.meta,
  async function noteInside(path, n) {
    return (await currentTask()?.executor.submit(noteIn, path, n)) ?? NaN;
  },
);

/** Waits for another task of its executor, and then stands at the gate. */
export const passGateAfterOther: Task<[port: number, text: string], Promise<string>> = task(
  import.meta,
  async function passGateAfterOther(port, text) {
    await currentTask()?.executor.submit(double, 1);
    return passGate(port, text);
  },
);

/** Puts something into a queue, and does not wait until it is in. */
export const putAndGoOn: Task<[queue: QueueLike<number>, item: number], string> = task(
  import.meta,
  function putAndGoOn(queue, item) {
    void queue.put(item);
    return 'put';
  },
);
