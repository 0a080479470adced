export { ThreadPoolExecutor } from './thread-pool-executor.ts';
export type { EngineOptions, ThreadPoolOptions } from './options.ts';
