/** Keeps its thread busy for so many milliseconds, and answers `n`. */
export default function busy({ ms, n }: { ms: number; n: number }): number {
  for (const end = performance.now() + ms; performance.now() < end;);
  return n;
}
