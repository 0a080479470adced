import type { MessagePort } from 'node:worker_threads';
import type { ToPool, WireResult } from '@heddle/transport';

/** What a thread is given. */
export interface ThreadSetup {
  /** What it is called. */
  readonly where: string;
  readonly port: MessagePort;
  readonly claims: SharedArrayBuffer;
  readonly results: SharedArrayBuffer;
  readonly doorbell: SharedArrayBuffer;
}

/** What a thread says: a list, the result of a call, or that there are results in the ring. */
export type FromThread = readonly ToPool[] | WireResult | typeof seeResults;

export const seeResults = 0;
