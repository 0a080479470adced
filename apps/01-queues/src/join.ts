import type { Notebook } from '@heddle-apps/shared';
import { Queue } from 'heddle';

/** `join` waits until each item that was put in has been acknowledged. */
export async function join(book: Notebook): Promise<void> {
  const queue = new Queue<number>();
  let sum = 0;
  const worker = async (): Promise<void> => {
    for await (const item of queue) {
      sum += item;
      queue.taskDone();
    }
  };
  const workers = [worker(), worker()];
  for (let n = 1; n <= 10; n += 1) {
    queue.putNowait(n);
  }
  book.code('await queue.join() // two workers add up 1 to 10');
  await queue.join();
  book.print(`sum ${sum}, unfinished ${queue.stats().unfinished}`);
  book.check('what join waited for', 55, sum);
  queue.shutdown();
  await Promise.all(workers);
}
