import { LineNode } from '@heddle/queue/waiting';
import type { Future } from './future.ts';
import type { End } from './outcome.ts';

/** One who hears, once, that a future has settled: before anybody who was promised its outcome goes on. */
export interface Hearer {
  // oxlint-disable-next-line typescript/no-explicit-any -- a Future of anything
  settled(future: Future<any>, end: End<unknown>): void;
  /** Whether it looks at the outcome: a failure is then not reported. */
  readonly isSeen: boolean;
}

/** One of perhaps many who hear of a future. It watches one at a time. */
export abstract class Watcher extends LineNode implements Hearer {
  // oxlint-disable-next-line typescript/no-explicit-any -- a Future of anything
  abstract settled(future: Future<any>, end: End<unknown>): void;

  /** To watch is not to look. */
  get isSeen(): boolean {
    return false;
  }
}
