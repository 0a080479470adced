import { randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { connect } from 'node:net';
import { currentTask, task, type TaskInfo } from '@heddle/futures';
import { arrive, letIn, passGate } from './basic.ts';

type Task<A extends unknown[], R> = ((...args: A) => R) & TaskInfo;

/** Where an initializer that gets no arguments finds the gate. */
export const gateVariable = 'HEDDLE_CONFORMANCE_GATE';

const here = randomUUID();
const notes: unknown[][] = [];

/** A word that is another one on each worker. */
export const workerId: Task<[], string> = task(import.meta, function workerId() {
  return here;
});

/** As `workerId`, for `map`. */
export const workerIdFor: Task<[n: number], string> = task(import.meta, function workerIdFor() {
  return here;
});

/** As `workerId`, from a task of its own executor, `depth` levels further in. */
export const workerIdsInside: Task<[depth: number], Promise<string[]>> = task(
  import.meta,
  async function workerIdsInside(depth): Promise<string[]> {
    if (depth === 0) {
      return [here];
    }
    const inner = await currentTask()?.executor.submit(workerIdsInside, depth - 1);
    return [here, ...(inner ?? [])];
  },
);

/** As `workerId`, after it was let in. */
export const workerIdAtGate: Task<[port: number], Promise<string>> = task(
  import.meta,
  async function workerIdAtGate(port) {
    await passGate(port, here);
    return here;
  },
);

/** As `workerIdAtGate`; fails there until its try `n`. */
export const workerIdAtTry: Task<[port: number, n: number], Promise<string>> = task(
  import.meta,
  async function workerIdAtTry(port, n) {
    await passGate(port, here);
    if ((currentTask()?.attempt ?? 0) < n) {
      throw new RangeError('once more');
    }
    return here;
  },
);

/** Notes what it was called with; `takeNotes` answers that. */
export const note: Task<unknown[], void> = task(import.meta, function note(...args) {
  notes.push(args);
});

export const takeNotes: Task<[], unknown[][]> = task(import.meta, function takeNotes() {
  return notes.splice(0);
});

/** As `note`, once the gate that the environment tells of has let it in. */
export const noteAtGate: Task<[], Promise<void>> = task(import.meta, async function noteAtGate() {
  await passGate(Number(process.env[gateVariable]), 'initializer');
  notes.push([]);
});

/** Fails, once the gate that the environment tells of has let it in. */
export const failAtGate: Task<[], Promise<void>> = task(import.meta, async function failAtGate() {
  await passGate(Number(process.env[gateVariable]), 'initializer');
  throw new RangeError('no connection');
});

export const throwUndefined: Task<[], never> = task(import.meta, function throwUndefined() {
  throw undefined;
});

/** Succeeds for the first who calls it with this path, and fails for all others. */
export const beTheFirst: Task<[path: string], void> = task(import.meta, function beTheFirst(path) {
  closeSync(openSync(path, 'wx'));
});

/** Says `text` at the gate and stays connected while its worker lives; the connection does not keep that alive. */
export const stayConnected: Task<[port: number, text: string], void> = task(
  import.meta,
  function stayConnected(port, text) {
    arrive(port, text)
      .on('error', () => {})
      .unref();
  },
);

/** Says its process at the gate, and then hears nothing any more. */
export const spinAtGate: Task<[port: number], Promise<never>> = task(import.meta, function spinAtGate(port) {
  return new Promise<never>(() => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`${process.pid}\n`, () => {
        for (;;) {
          // for ever
        }
      });
    });
  });
});

/** Ends its worker, once it was let in. */
export const exitAtGate: Task<[port: number], Promise<void>> = task(import.meta, async function exitAtGate(port) {
  await passGate(port, 'exits');
  process.exit(1);
});

/** Shuts its own executor down, once it was let in, and then passes the gate again. */
export const shutDownWith: Task<
  [port: number, options: { wait?: boolean; cancelFutures?: boolean }],
  Promise<string>
> = task(import.meta, async function shutDownWith(port, options) {
  await letIn(arrive(port, 'shuts down'));
  await currentTask()?.executor.shutdown(options);
  return passGate(port, 'shut down');
});
