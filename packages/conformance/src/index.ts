export { describeExecutor } from './describe-executor.ts';
export type { DescribeExecutorOptions, MakeExecutor, MakeExecutorOptions } from './executor/subject.ts';
export { describeQueue } from './describe-queue.ts';
export type { DescribeQueueOptions, MakeQueue, MakeSimpleQueue, MakeQueueOptions } from './queue/subject.ts';
