import type { Notebook } from '@heddle-apps/shared';
import { LifoQueue, PriorityQueue, Queue } from 'heddle';

/** The same three items leave each kind of queue in its own order. */
export async function orders(book: Notebook): Promise<void> {
  for (const Kind of [Queue, LifoQueue, PriorityQueue]) {
    const queue = new Kind<string>();
    for (const symbol of ['ltc', 'btc', 'eth']) {
      queue.putNowait(symbol);
    }
    const taken: string[] = [];
    while (!queue.empty()) {
      taken.push(await queue.get());
    }
    book.code(`new ${Kind.name}() // put ltc, btc, eth`);
    book.print(taken.join(', '));
    book.check(`a ${Kind.name}'s order`, expected[Kind.name], taken.join(', '));
  }
}

const expected: Record<string, string> = {
  Queue: 'ltc, btc, eth',
  LifoQueue: 'eth, btc, ltc',
  PriorityQueue: 'btc, eth, ltc',
};
