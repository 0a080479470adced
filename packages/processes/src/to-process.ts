import type { ToWorker } from '@heddle/transport';

/** What a pool says to a worker process: what it says to any, and where the named pipe is that it may use. */
export type ToProcess = ToWorker | { readonly type: 'fifo'; readonly path: string };
