const waiting: (() => void)[] = [];
let isRunning = false;

/**
 * Runs `step` now or, called from within a step, after it.
 *
 * What settles a future may settle those that depend on it, and so on: as a loop, a chain of any length needs no deeper stack than one of two.
 */
export function cascade(step: () => void): void {
  waiting.push(step);
  if (isRunning) {
    return;
  }
  isRunning = true;
  try {
    // The list grows while it is walked.
    for (const next of waiting) {
      next();
    }
  } finally {
    waiting.length = 0;
    isRunning = false;
  }
}
