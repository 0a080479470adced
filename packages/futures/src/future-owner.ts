/** Whoever runs what a future stands for. A future tells its owner what was asked of it; its state is already the new one. */
export interface FutureOwner {
  /** It was pending and is cancelled now: take it out of the line. */
  cancelled(reason: unknown): void;
  /** It was running and is cancelled now: stop the task. */
  aborted(reason: unknown): void;
  /** The current task, if there is one, waits for it, and it is not done. Returns what says that the wait is over, before the future is done. */
  awaited(): (() => void) | undefined;
}
