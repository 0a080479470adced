/** Answers a number; waits at a gate. */
export default function gatedEcho(what: number | Int32Array): number {
  if (typeof what === 'number') {
    return what;
  }
  Atomics.wait(what, 0, 0);
  return -1;
}
