export interface Sample {
  /** Bytes of the heap in use, after a collection. */
  readonly heap: number;
  /** Bytes of the whole process. */
  readonly rss: number;
}

/** What the heap may do over a whole run; at the start code is still being compiled, so the first samples are left out. */
const allowed = { growth: 2 * 2 ** 20, overMedian: 1.2, warmUp: 0.2 } as const;

export interface Memory {
  readonly median: number;
  readonly max: number;
  /** What the line through the samples rises by, from its start to its end. */
  readonly growth: number;
  readonly rss: number;
  readonly problems: readonly string[];
}

export function takeSample(): Sample {
  globalThis.gc?.();
  const { heapUsed: heap, rss } = process.memoryUsage();
  return { heap, rss };
}

/** Whether the heap was flat. */
export function judgeMemory(samples: readonly Sample[]): Memory {
  const heaps = samples.slice(Math.floor(samples.length * allowed.warmUp)).map(({ heap }) => heap);
  const median = heaps.toSorted((a, b) => a - b)[Math.floor(heaps.length / 2)] ?? 0;
  const max = Math.max(...heaps);
  const growth = slopeOf(heaps) * (heaps.length - 1);
  const problems: string[] = [];
  if (growth > allowed.growth) {
    problems.push(`Expected the heap to grow by ${megabytes(allowed.growth)} at the most, got ${megabytes(growth)}`);
  }
  if (max > median * allowed.overMedian) {
    problems.push(
      `Expected the heap never above ${allowed.overMedian} times its median of ${megabytes(median)}, got ${megabytes(max)}`,
    );
  }
  return { median, max, growth, rss: Math.max(...samples.map(({ rss }) => rss)), problems };
}

/** Of the line that fits best, by least squares. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let rise = 0;
  let run = 0;
  for (const [index, value] of values.entries()) {
    rise += (index - middle) * (value - mean);
    run += (index - middle) ** 2;
  }
  return run === 0 ? 0 : rise / run;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
