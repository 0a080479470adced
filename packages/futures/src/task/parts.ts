// What a worker loads before it runs its first task; `@heddle/futures/executor` has it too, with all the rest.
export { runChunk } from '../map/run-chunk.ts';
export { anotherScope, outside } from './async-context.ts';
export type { Snapshot } from './async-context.ts';
export { whileImporting } from './importing.ts';
export { findTask } from './registry.ts';
export { TaskContext, currentContext } from './task-context.ts';
export type { TaskSource } from './task-context.ts';
