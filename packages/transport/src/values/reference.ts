import type { TaskInfo, TaskReference } from '@heddle/futures';
import type { AnyFunction } from '@heddle/futures/executor';

const TASK = Symbol.for('heddle.task');

/** A function that stands for a task whose module need not be imported here: it can be submitted, not called. */
export function referTo(reference: TaskReference): AnyFunction & TaskInfo {
  const stand = (): never => {
    throw new TypeError(`Expected ${reference.name} to be submitted to an executor, got a call of its reference`);
  };
  Object.defineProperty(stand, 'name', { value: reference.name });
  return Object.defineProperty(stand, TASK, { value: reference }) as AnyFunction as AnyFunction & TaskInfo;
}
