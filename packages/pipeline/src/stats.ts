/** What one stage has done so far. */
export interface StageStats {
  /** The name of its function. */
  name: string;
  workers: number;
  queueSize: number;
  /** Items in its queue. */
  waiting: number;
  /** Items whose calls have not ended, those between two tries among them. */
  running: number;
  /** Items that succeeded. */
  done: number;
  /** Items whose last try failed. */
  failed: number;
  /** Those of the failed that go no further. */
  skipped: number;
  /** Tries beyond the first. */
  retried: number;
}

/** What a run has done so far: `produced` is the source's figure, the others are those of the last stage. */
export interface RunStats {
  /** Items that the source gave. */
  produced: number;
  /** How many items there will be, where that is known: the source has a length, or has ended. */
  total: number | undefined;
  waiting: number;
  running: number;
  done: number;
  failed: number;
  retried: number;
  /** Items a second, since the start. */
  rate: number;
  /** Milliseconds until the last item, at this rate; `undefined` while nobody can tell. */
  eta: number | undefined;
  stages: StageStats[];
}

/** Where the source stands. */
export interface SourceFigures {
  readonly produced: number;
  readonly total: number | undefined;
}

/**
 * Sums a run up.
 *
 * @param elapsed - milliseconds since the start
 */
export function summarize(source: SourceFigures, stages: StageStats[], elapsed: number): RunStats {
  const { produced, total } = source;
  const last = stages.at(-1) ?? { waiting: 0, running: 0, done: produced, failed: 0, retried: 0 };
  const { waiting, running, done, failed, retried } = last;
  const settled = done + failed;
  // What an earlier stage left out never reaches the last.
  const skipped = stages.slice(0, -1).reduce((sum, stage) => sum + stage.skipped, 0);
  const rate = elapsed > 0 ? (settled * 1_000) / elapsed : 0;
  const eta = timeLeft(total === undefined ? undefined : total - settled - skipped, rate);
  return { produced, total, waiting, running, done, failed, retried, rate, eta, stages };
}

function timeLeft(left: number | undefined, rate: number): number | undefined {
  if (left === undefined) {
    return undefined;
  }
  if (left <= 0) {
    return 0;
  }
  return rate > 0 ? (left * 1_000) / rate : undefined;
}
