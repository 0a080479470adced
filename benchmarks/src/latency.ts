import { quantile } from './stats.ts';
import { verify } from './verify.ts';

/** Longer than for other work: who calls, who answers and the compilers of both share one processor. In a second and less they are not through, and what is measured is them. */
const warmUpMs = 2_000;

/**
 * One call after the other, once they have warmed up.
 *
 * @param call - answers its argument
 * @returns the median, in microseconds
 */
export async function roundTrips(
  count: number,
  call: (n: number) => PromiseLike<unknown> | number,
): Promise<{ value: number; also: { 'p99 (µs)': number } }> {
  const start = performance.now();
  for (let n = 0; performance.now() - start < warmUpMs; n += 1) {
    await call(n);
  }
  const times = new Float64Array(count);
  for (let n = 0; n < count; n += 1) {
    const begin = performance.now();
    const value = await call(n);
    times[n] = (performance.now() - begin) * 1_000;
    if (value !== n) {
      verify(`result ${n}`, value, n);
    }
  }
  const sorted = times.toSorted();
  return { value: quantile(sorted, 0.5), also: { 'p99 (µs)': quantile(sorted, 0.99) } };
}
