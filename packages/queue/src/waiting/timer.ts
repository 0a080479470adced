/** The longest delay that `setTimeout` can hold; a longer one would fire at once. */
const longestDelay = 2 ** 31 - 1;

/**
 * Calls `fn` once after `ms` milliseconds, however long that is (`Infinity` too), and holds the event loop open until then.
 *
 * @returns what stops it; calling that again, or late, does nothing
 */
export function startTimer(ms: number, fn: () => void): () => void {
  let left = ms;
  let timer: ReturnType<typeof setTimeout>;
  const arm = (): void => {
    const delay = Math.min(left, longestDelay);
    left -= delay;
    timer = setTimeout(left > 0 ? arm : fn, delay);
  };
  arm();
  return () => {
    clearTimeout(timer);
  };
}
