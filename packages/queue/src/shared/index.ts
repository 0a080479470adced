export type { Codec, CodecName } from './codec.ts';
export { isSharedQueueHandle } from './handle.ts';
export type { SharedQueueHandle } from './handle.ts';
export { releaseThread } from './release-thread.ts';
export { SharedQueue } from './shared-queue.ts';
export type { SharedQueueOptions, SyncWaitOptions } from './shared-queue.ts';
