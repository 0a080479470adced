// Checked by tsc, never run.
import { LifoQueue, PriorityQueue, Queue, type QueueLike, type QueueStats, SimpleQueue } from '../src/index.ts';

const queue: QueueLike<number> = new Queue<number>({ maxSize: 3 });
const lifo: Queue<string> = new LifoQueue<string>();
const priority: Queue<{ rank: number }> = new PriorityQueue<{ rank: number }>({ compare: (a, b) => a.rank - b.rank });
const iterable: AsyncIterable<number> = new SimpleQueue<number>();
const stats: QueueStats | Promise<QueueStats> = queue.stats();
const taken: Promise<string> = lifo.get({ timeout: undefined, signal: undefined });
export { iterable, priority, stats, taken };

const numbers = new Queue<number>();
// @ts-expect-error an item of another type
void numbers.put('text');
// @ts-expect-error seconds have no unit here: the options are an object
void numbers.get(5);
// @ts-expect-error readonly
numbers.maxSize = 3;
// @ts-expect-error a SimpleQueue has no taskDone
new SimpleQueue<number>().taskDone();
// @ts-expect-error a Queue has no compare
export const wrong: Queue<number> = new Queue<number>({ compare: () => 0 });
