import { describeQueue, type MakeQueueOptions } from '@heddle/conformance';
import { Queue } from '../src/index.ts';

describeQueue(<T>(options?: MakeQueueOptions<T>) => new Queue<T>(options), { name: 'Queue' });
