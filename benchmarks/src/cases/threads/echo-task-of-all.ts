import { task } from '@heddle/futures'; // and with it all that it has: futures, executors, queues

export const echo = task(import.meta, function echo(n: number): number {
  return n;
});
