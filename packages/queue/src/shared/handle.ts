import { describe } from '../waiting/index.ts';
import type { CodecName } from './codec.ts';

/** A shared queue as `postMessage` carries it. */
export interface SharedQueueHandle {
  readonly type: 'heddle.SharedQueue';
  readonly memory: SharedArrayBuffer;
  /** `'custom'`: the user's own, which does not cross, and is given to `attach` again. */
  readonly codec: CodecName | 'custom';
}

/** @throws {TypeError} `handle` is none; what its memory holds is not looked at */
export function checkHandle(handle: unknown): SharedQueueHandle {
  if (!isSharedQueueHandle(handle)) {
    throw new TypeError(`Expected handle to be the handle of a SharedQueue, got ${describe(handle)}`);
  }
  return handle;
}

/** Whether `value` is the handle of a shared queue. */
export function isSharedQueueHandle(value: unknown): value is SharedQueueHandle {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'heddle.SharedQueue';
}
