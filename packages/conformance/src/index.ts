export { describeQueue } from './describe-queue.ts';
export type { DescribeQueueOptions, MakeQueue, MakeQueueOptions } from './describe-queue-subject.ts';
