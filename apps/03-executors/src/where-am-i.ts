import { threadId } from 'node:worker_threads';
import { task } from '@heddle/futures/task';

/** Which process and which of its threads runs this; the main thread is 0. */
export const whereAmI = task(import.meta, function whereAmI() {
  return { pid: process.pid, threadId };
});
