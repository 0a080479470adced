import { describeQueue, type MakeQueueOptions } from '@heddle/conformance';
import { Queue } from '../src/index.ts';

describeQueue('Queue', <T>(options?: MakeQueueOptions<T>) => new Queue<T>(options), { order: 'fifo' });
