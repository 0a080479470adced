import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Record } from './tasks.ts';

/** What the workers wrote down. */
export interface Runs extends Disposable {
  readonly record: Record;
  /** For each task how often it ran, once all workers have ended; 255 stands for more, too. */
  count(): Uint8Array;
  /** How many workers there have been. */
  readonly workers: number;
}

export function runsInMemory(tasks: number): Runs {
  const runs = new Uint8Array(new SharedArrayBuffer(tasks));
  const starts = new Int32Array(new SharedArrayBuffer(4));
  return {
    record: { kind: 'memory', runs, starts },
    count: () => runs,
    get workers() {
      return Atomics.load(starts, 0);
    },
    [Symbol.dispose]() {},
  };
}

export function runsInFiles(tasks: number): Runs {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-soak-'));
  return {
    record: { kind: 'files', folder },
    count() {
      const runs = new Uint8Array(tasks);
      for (const name of readdirSync(folder)) {
        const bytes = readFileSync(join(folder, name));
        for (let at = 0; at < bytes.length; at += 4) {
          const id = bytes.readUInt32LE(at);
          runs[id] = Math.min(255, (runs[id] ?? 0) + 1);
        }
      }
      return runs;
    },
    get workers() {
      return readdirSync(folder).length;
    },
    [Symbol.dispose]() {
      rmSync(folder, { recursive: true });
    },
  };
}
