import type { Notebook } from '@heddle-apps/shared';
import { Queue } from 'heddle';

/** Who finds no item, or no room, is told so at once, or waits, or waits for so long. */
export async function bounded(book: Notebook): Promise<void> {
  const queue = new Queue<string>({ maxSize: 1 });
  book.code('queue.getNowait() // nothing is in it');
  const empty = codeOf(() => queue.getNowait());
  book.print(empty);

  await queue.put('btc');
  book.code("await queue.put('eth', { timeout: 20 }) // one is in it, and maxSize is 1");
  const full = await queue.put('eth', { timeout: 20 }).catch(codeOfError);
  book.print(String(full));

  book.code("queue.put('eth'); await queue.get(); // the put waits, and the get makes room");
  const waiting = queue.put('eth');
  const first = await queue.get();
  await waiting;
  book.print(`got ${first}, then ${await queue.get()}`);
  book.check('an empty and a full queue', 'ERR_QUEUE_EMPTY, ERR_QUEUE_FULL', `${empty}, ${String(full)}`);
}

function codeOf(fn: () => unknown): string {
  try {
    fn();
  } catch (error) {
    return codeOfError(error);
  }
  return 'no error';
}

function codeOfError(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
