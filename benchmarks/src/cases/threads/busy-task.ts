import { task } from '@heddle/futures/task';
import busyFor from './busy.ts';

export const busy = task(import.meta, function busy(work: { ms: number; n: number }): number {
  return busyFor(work);
});
