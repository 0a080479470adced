import { describeQueue, type MakeQueueOptions } from '@heddle/conformance';
import { LifoQueue } from '../src/index.ts';

describeQueue(<T>(options?: MakeQueueOptions<T>) => new LifoQueue<T>(options), { name: 'LifoQueue', order: 'lifo' });
