/** Whoever runs what a future stands for. A future tells its owner what was asked of it; its state is already the new one. */
export interface FutureOwner {
  /** It is asked whether it runs, or is about to be cancelled: it may have begun where nobody has told of it. What has not may not begin any more if `isCancelled`. */
  look(isCancelled: boolean): void;
  /** It is cancelled now: take it out of the line, or stop the task. */
  cancelled(reason: unknown): void;
  /** It is done, whatever has moved it, and nobody else has heard of it. */
  settled(): void;
  /**
   * The current task, if there is one, waits for it, and it is not done. Returns what says that the wait is over, before the future is done.
   *
   * @param forGood - nothing but the outcome ends the wait: neither a timeout nor a signal
   * @throws {DeadlockError} it is to wait for good for what waits for good for it
   */
  awaited(forGood: boolean): (() => void) | undefined;
}
