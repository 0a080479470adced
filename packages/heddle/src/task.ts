// What a module of tasks needs, and no more: a worker loads it in a fraction of the time that all of `heddle` takes.
export { currentTask, propagate, task } from '@heddle/futures/task';
export type { CurrentTask, PropagatedStorage, TaskInfo, TaskOptions, TaskReference } from '@heddle/futures/task';
