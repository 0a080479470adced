// What a module of tasks needs, and no more: a worker loads it in a fraction of the time that all of `@heddle/futures` takes.
export { propagate } from './propagate.ts';
export type { PropagatedStorage } from './propagate.ts';
export { task } from './task.ts';
export type { TaskInfo, TaskOptions, TaskReference } from './task.ts';
export { currentTask } from './task-context.ts';
export type { CurrentTask } from './task-context.ts';
