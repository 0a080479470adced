import { LineNode } from '@heddle/queue/waiting';
import type { Future } from './future.ts';

/** One who hears, once, that a future has settled: before anybody who was promised its outcome goes on. It watches one future at a time. */
export abstract class Watcher extends LineNode {
  // oxlint-disable-next-line typescript/no-explicit-any -- a Future of anything
  abstract settled(future: Future<any>): void;

  /** To watch is not to look: a failure is reported all the same. */
  get isSeen(): boolean {
    return false;
  }
}
