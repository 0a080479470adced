import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { task, type TaskInfo } from '@heddle/futures';

type Task<A extends unknown[], R> = ((...args: A) => R) & TaskInfo;

/** Where a worker writes down which tasks it ran, so that what it wrote outlives it. */
export type Record =
  /** In memory that all share: for each task how often it ran, and how many workers there have been. */
  | {
      readonly kind: 'memory';
      readonly runs: Uint8Array<SharedArrayBuffer>;
      readonly starts: Int32Array<SharedArrayBuffer>;
    }
  /** In a file for each worker, in this folder: the numbers of the tasks, four bytes each. */
  | { readonly kind: 'files'; readonly folder: string };

interface Writer {
  add(id: number): void;
  flush(): void;
  close(): void;
}

let writer: Writer | undefined;

/** The initializer. */
export const open: Task<[record: Record], void> = task(import.meta, function open(record: Record) {
  writer = record.kind === 'memory' ? inMemory(record) : inFile(record);
});

/** The finalizer. */
export const close: Task<[], void> = task(import.meta, function close() {
  writer?.close();
});

/** What a task answers. */
export function answerOf(id: number): number {
  return 2 * id + 1;
}

/** One task of the million. */
export const work: Task<[id: number, ending: 'returns' | 'throws' | 'exits' | 'is killed'], Promise<number>> = task(
  import.meta,
  async function work(id, ending) {
    writer?.add(id);
    switch (ending) {
      case 'returns':
        break;
      case 'throws':
        throw new RangeError('The soak asked for it');
      case 'exits':
        writer?.flush();
        process.exit(3);
        break;
      case 'is killed':
        writer?.flush();
        process.kill(process.pid, 'SIGKILL');
        await new Promise(() => {}); // until the signal has come
    }
    return answerOf(id);
  },
);

function inMemory({ runs, starts }: Extract<Record, { kind: 'memory' }>): Writer {
  Atomics.add(starts, 0, 1);
  return {
    add: (id) => {
      Atomics.add(runs, id, 1);
    },
    flush: () => {},
    close: () => {},
  };
}

function inFile({ folder }: Extract<Record, { kind: 'files' }>): Writer {
  // A number of a process may come again.
  const file = openSync(join(folder, `${process.pid}-${process.hrtime.bigint()}`), 'wx');
  const ids = new Uint32Array(16_384);
  let size = 0;
  const flush = (): void => {
    writeSync(file, ids, 0, size * ids.BYTES_PER_ELEMENT);
    size = 0;
  };
  return {
    add: (id) => {
      ids[size] = id;
      size += 1;
      if (size === ids.length) {
        flush();
      }
    },
    flush,
    close: () => {
      flush();
      closeSync(file);
    },
  };
}
