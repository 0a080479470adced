import { describeQueue, type MakeQueueOptions } from '@heddle/conformance';
import { LifoQueue } from '../src/index.ts';

describeQueue('LifoQueue', <T>(options?: MakeQueueOptions<T>) => new LifoQueue<T>(options), { order: 'lifo' });
