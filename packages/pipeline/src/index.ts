export { ReaderError } from './errors.ts';
export type { RunEventName, RunEvents, RunListener } from './events.ts';
export type { Producer, Put, Source } from './feed.ts';
export type { Backoff, OnError, RunOptions, StageOptions } from './options.ts';
export { Pipeline, pipeline } from './pipeline.ts';
export type { Settled } from './pipeline.ts';
export type { Run } from './run.ts';
export type { RunStats, StageStats } from './stats.ts';
