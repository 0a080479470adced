import { median } from './stats.ts';

/** Long enough for the compiler to have seen the work, and short enough for a peer that needs a second for each go. */
const warmUpMs = 700;
const enoughMs = 1_000;
const mostGoes = 9;

/** Warms up, then does it again and again, for about a second: the median of how many a second. */
export async function warmRate(count: number, work: () => Promise<void> | void): Promise<number> {
  const times = await warmTimes(work);
  return (count / median(times)) * 1_000;
}

/** Milliseconds of each go after the warm-up: at least one, at most nine. */
export async function warmTimes(work: () => Promise<void> | void): Promise<number[]> {
  const begin = performance.now();
  do {
    await work();
  } while (performance.now() - begin < warmUpMs);
  const times: number[] = [];
  for (let sum = 0; times.length < mostGoes && sum < enoughMs; sum += times.at(-1) ?? 0) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times;
}

export interface Latencies {
  /** Microseconds. */
  readonly median: number;
  readonly p99: number;
}
