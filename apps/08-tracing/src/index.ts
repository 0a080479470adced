export { type CollectedSpan, Collector } from './collector.ts';
export { drawTree, timesOf } from './draw-tree.ts';
export { type ExecutorKind, executorKinds, handleRequest, makeExecutor } from './request.ts';
export { startSdk, stopSdk } from './sdk.ts';
export { traceTasks } from './trace-tasks.ts';
