import { task } from '@heddle/futures/task';
import count from './count-primes.ts';

export const countPrimes = task(import.meta, function countPrimes(range: readonly [number, number]): number {
  return count(range);
});
