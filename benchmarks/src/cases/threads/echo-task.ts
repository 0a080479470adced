import { task } from '@heddle/futures/task';

export const echo = task(import.meta, function echo(n: number): number {
  return n;
});
