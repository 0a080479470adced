/** Milliseconds of the monotonic clock, which is the same for all processes of a machine. */
export function now(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000 + nanoseconds / 1_000_000;
}
