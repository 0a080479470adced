export { ProcessPoolExecutor } from './process-pool-executor.ts';
export type { ProcessPoolOptions } from './options.ts';
