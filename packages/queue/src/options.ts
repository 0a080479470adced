import { checkOptions, describe } from './waiting/index.ts';

/** What a queue is made with. */
export interface QueueOptions {
  /** How many items may be in it; 0, the default: any number. */
  maxSize?: number | undefined;
}

/** How a queue is shut down. */
export interface ShutdownOptions {
  /** Also drops what is in it. */
  immediate?: boolean | undefined;
}

/** The checked `maxSize`; 0 where there is none. */
export function checkMaxSize(options: unknown): number {
  if (options === undefined) {
    return 0;
  }
  checkOptions(options);
  const { maxSize = 0 } = options;
  if (typeof maxSize === 'number' && maxSize >= 0 && (Number.isInteger(maxSize) || maxSize === Infinity)) {
    return maxSize;
  }
  const Problem = typeof maxSize === 'number' ? RangeError : TypeError;
  throw new Problem(`Expected maxSize to be an integer from 0 up or Infinity, got ${describe(maxSize)}`);
}

/** The checked `compare`, if there is one. */
export function checkCompare<C>(options: { compare?: C } | undefined): C | undefined {
  if (options === undefined) {
    return undefined;
  }
  checkOptions(options);
  const { compare } = options;
  if (compare !== undefined && typeof compare !== 'function') {
    throw new TypeError(`Expected compare to be a function, got ${describe(compare)}`);
  }
  return compare;
}

/** The checked `immediate`; `false` where there is none. */
export function checkImmediate(options: unknown): boolean {
  if (options === undefined) {
    return false;
  }
  checkOptions(options);
  const { immediate = false } = options;
  if (typeof immediate !== 'boolean') {
    throw new TypeError(`Expected immediate to be a boolean, got ${describe(immediate)}`);
  }
  return immediate;
}
