export {
  BrokenExecutor,
  CancelledError,
  DeadlockError,
  DependencyError,
  InvalidStateError,
  ShutdownError,
  TimeoutError,
  TransferError,
  WorkerCrashedError,
} from './errors.ts';
export { Future } from './future.ts';
export type { FutureState } from './future.ts';
export { ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, wait } from './wait.ts';
export type { DoneAndNotDone, ReturnWhen } from './wait.ts';
export { asCompleted } from './as-completed.ts';
export type { FutureIterator } from './as-completed.ts';
export { Executor } from './executor/executor.ts';
export type { ExecutorStats, Resolvable, ShutdownOptions } from './executor/executor.ts';
export { EventLoopExecutor } from './executor/event-loop-executor.ts';
export type { EventLoopExecutorOptions } from './executor/event-loop-executor.ts';
export type { SubmitOptions } from './executor/submit-options.ts';
export type { TaskEvent, TaskSettled, TaskStarted, TaskSubmitted } from './executor/task-events.ts';
export type { MapOptions, MapResults } from './map/map-options.ts';
export { propagate } from './task/propagate.ts';
export type { PropagatedStorage } from './task/propagate.ts';
export { task } from './task/task.ts';
export type { TaskInfo, TaskOptions, TaskReference } from './task/task.ts';
export { currentTask } from './task/task-context.ts';
export type { CurrentTask } from './task/task-context.ts';
