import type { Notebook } from '@heddle-apps/shared';
import { Queue } from 'heddle';

/** A queue that is shut down still hands out what is in it; then its readers end. */
export async function shutdown(book: Notebook): Promise<void> {
  const queue = new Queue<string>();
  await queue.put('the last item');
  queue.shutdown();
  book.code('queue.shutdown(); for await (const item of queue) …');
  const items: string[] = [];
  for await (const item of queue) {
    items.push(item);
  }
  book.print(`${items.join(', ')}; and the loop ended by itself`);
  const late = await queue.put('too late').catch((error: unknown) => (error instanceof Error ? error.name : error));
  book.code("await queue.put('too late')");
  book.print(String(late));
  book.check('a put after shutdown', 'ShutDown', late);
}
