export {
  Empty,
  Full,
  LifoQueue,
  PriorityQueue,
  Queue,
  QueueError,
  ShutDown,
  SimpleQueue,
  TaskDoneError,
} from '@heddle/queue';
export type { PriorityQueueOptions, QueueLike, QueueOptions, QueueStats, WaitOptions } from '@heddle/queue';
export {
  ALL_COMPLETED,
  asCompleted,
  BrokenExecutor,
  CancelledError,
  currentTask,
  DependencyError,
  EventLoopExecutor,
  Executor,
  FIRST_COMPLETED,
  FIRST_EXCEPTION,
  Future,
  InvalidStateError,
  ShutdownError,
  task,
  TimeoutError,
  TransferError,
  wait,
  WorkerCrashedError,
} from '@heddle/futures';
export type {
  CurrentTask,
  DoneAndNotDone,
  EventLoopExecutorOptions,
  ExecutorStats,
  FutureIterator,
  FutureState,
  MapOptions,
  MapResults,
  Resolvable,
  ReturnWhen,
  ShutdownOptions,
  SubmitOptions,
  TaskInfo,
  TaskOptions,
} from '@heddle/futures';
export { ThreadPoolExecutor } from '@heddle/threads';
export { ProcessPoolExecutor } from '@heddle/processes';
export { Pipeline, pipeline, ReaderError } from '@heddle/pipeline';
export type {
  Backoff,
  OnError,
  Producer,
  Put,
  Run,
  RunEventName,
  RunEvents,
  RunListener,
  RunOptions,
  RunStats,
  Settled,
  Source,
  StageOptions,
  StageStats,
} from '@heddle/pipeline';
export { createProgress, monitor, timeline } from '@heddle/monitor';
export type {
  Bar,
  BarColor,
  DisplayOptions,
  Monitored,
  MonitorOptions,
  Progress,
  Sample,
  TimelineEvent,
} from '@heddle/monitor';
