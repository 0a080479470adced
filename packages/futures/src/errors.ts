export { TimeoutError } from '@heddle/queue/waiting';

/** The future was cancelled or aborted; `cause` is the reason that was given, if one was. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError' as const;
  readonly code = 'ERR_CANCELLED' as const;

  constructor(message: string = 'The future was cancelled', options?: ErrorOptions) {
    super(message, options);
  }
}

/** A future was asked for a move that its state forbids. */
export class InvalidStateError extends Error {
  override readonly name = 'InvalidStateError' as const;
  readonly code = 'ERR_INVALID_STATE' as const;
}

/** The executor is shut down and takes no more tasks. */
export class ShutdownError extends Error {
  override readonly name = 'ShutdownError' as const;
  readonly code = 'ERR_EXECUTOR_SHUTDOWN' as const;

  constructor(message: string = 'Expected an executor that is open, got one that is shut down') {
    super(message);
  }
}

/** A future given as an argument failed; `cause` is its error. */
export class DependencyError extends Error {
  override readonly name = 'DependencyError' as const;
  readonly code = 'ERR_DEPENDENCY' as const;
}

/** Tasks wait for each other in a circle, or one for itself: none of these waits could ever end. The message names them. */
export class DeadlockError extends Error {
  override readonly name = 'DeadlockError' as const;
  readonly code = 'ERR_DEADLOCK' as const;
}

/** The executor can run nothing any more; `cause` says why. */
export class BrokenExecutor extends Error {
  override readonly name: string = 'BrokenExecutor';
  readonly code: string = 'ERR_BROKEN_EXECUTOR';
}

/** The worker that ran the task died before the task ended. */
export class WorkerCrashedError extends BrokenExecutor {
  override readonly name = 'WorkerCrashedError' as const;
  override readonly code = 'ERR_WORKER_CRASHED' as const;
}

/** A value could not cross to or from a worker; the message says which, and why. */
export class TransferError extends Error {
  override readonly name = 'TransferError' as const;
  readonly code = 'ERR_TRANSFER' as const;
}
