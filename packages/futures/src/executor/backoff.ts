const first = 100;
const longest = 30_000;

/** Milliseconds before try `attempt` + 1: what was asked for, or twice as long each time, half of it random so that many who failed together do not come back together. */
export function backoffBefore(attempt: number, backoff: number | ((attempt: number) => number) | undefined): number {
  if (typeof backoff === 'number') {
    return backoff;
  }
  if (backoff !== undefined) {
    const ms = backoff(attempt);
    return ms >= 0 ? ms : 0;
  }
  const ceiling = Math.min(longest, first * 2 ** (attempt - 1));
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}
