import { giveBack } from '@heddle/queue/give-back';
import type { AnyQueue } from '../values/is-queue.ts';

/** An item that left its queue for a worker, which has not received it. */
export interface OnTheWay {
  readonly queue: AnyQueue;
  readonly item: unknown;
}

/** Gives items back in the order in which they left: the first of each queue is the first to leave again. */
export function giveBackAll(items: Iterable<OnTheWay>): void {
  const byQueue = new Map<AnyQueue, unknown[]>();
  for (const { queue, item } of items) {
    const list = byQueue.get(queue);
    if (list === undefined) {
      byQueue.set(queue, [item]);
    } else {
      list.push(item);
    }
  }
  for (const [queue, list] of byQueue) {
    giveBackInOrder(queue, list);
  }
}

/** Those who wait are served in their order, first item first. What is then left goes to the front, last item first. */
function giveBackInOrder(queue: AnyQueue, items: readonly unknown[]): void {
  let served = 0;
  // Nobody waits while there is an item in it.
  while (served < items.length - 1 && queue.empty() === true) {
    giveBack(queue, items[served]);
    if (queue.empty() === false) {
      void queue.getNowait(); // nobody waited for it: it goes in front of the others
      break;
    }
    served += 1;
  }
  for (const item of items.slice(served).toReversed()) {
    giveBack(queue, item);
  }
}
