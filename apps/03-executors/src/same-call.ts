import type { Notebook } from '@heddle-apps/shared';
import { checkPrice } from '@heddle-apps/shared/check-price';
import { EventLoopExecutor, type Executor, ProcessPoolExecutor, ThreadPoolExecutor } from 'heddle';
import { whereAmI } from './where-am-i.ts';

export async function onTheEventLoop(book: Notebook): Promise<void> {
  book.code('await using executor = new EventLoopExecutor({ maxWorkers: 3 })');
  await using executor = new EventLoopExecutor({ maxWorkers: 3 });
  await sameCall(book, executor, 'the event loop', 'this process, main thread');
}

export async function onAThread(book: Notebook): Promise<void> {
  book.code('await using executor = new ThreadPoolExecutor({ maxWorkers: 2 })');
  await using executor = new ThreadPoolExecutor({ maxWorkers: 2 });
  await sameCall(book, executor, 'a thread', 'this process, another thread');
}

export async function onAProcess(book: Notebook): Promise<void> {
  book.code('await using executor = new ProcessPoolExecutor({ maxWorkers: 2 })');
  await using executor = new ProcessPoolExecutor({ maxWorkers: 2 });
  await sameCall(book, executor, 'a process', 'another process, main thread');
}

async function sameCall(book: Notebook, executor: Executor, on: string, expected: string): Promise<void> {
  book.code("await executor.submit(checkPrice, 'bitstamp', 'btc', '2020-04-01')");
  const price = executor.submit(checkPrice, 'bitstamp', 'btc', '2020-04-01');
  const place = executor.submit(whereAmI);
  book.print(`Price: $${(await price)?.close}`);
  const { pid, threadId } = await place;
  const where = [
    pid === process.pid ? 'this process' : 'another process',
    threadId === 0 ? 'main thread' : 'another thread',
  ].join(', ');
  book.print(`in ${where}`);
  book.check(`on ${on}`, ['Price: $6421.14', expected], [`Price: $${(await price)?.close}`, where]);
}
