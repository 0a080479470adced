import { Queue } from '@heddle/queue';
import { expect } from 'vitest';
import * as deaths from '../tasks/queue-deaths.ts';
import * as tasks from '../tasks/queues.ts';
import { executorErrors, type ExecutorSubject, failureOf, until } from './subject.ts';

const nobodyWaits = { waitingGets: 0, waitingPuts: 0 };

/** What becomes of the queues of a worker that dies. */
export function describeQueueDeaths({ make, gate, checkOnWorkers }: ExecutorSubject): void {
  checkOnWorkers('who waits for a worker that died waits no more, and the next item goes to another', async () => {
    const executor = make({ maxWorkers: 2 });
    const gates = await gate();
    const empty = new Queue<number>();
    const full = new Queue<number>({ maxSize: 1 });
    full.putNowait(1);
    const dying = executor.submit(deaths.exitInWaits, empty, full, gates.port);
    const visitor = await gates.visitor();
    await until(() => empty.stats().waitingGets === 1 && full.stats().waitingPuts === 1);
    const other = executor.submit(tasks.takeOne, empty);
    await until(() => empty.stats().waitingGets === 2);
    visitor.letIn();
    expect(await failureOf(dying)).toMatchObject(executorErrors.crashed);
    expect([empty.stats(), full.stats()]).toMatchObject([{ ...nobodyWaits, waitingGets: 1 }, nobodyWaits]);
    empty.putNowait(7);
    expect(await other).toBe(7);
    expect([full.getNowait(), full.qsize()]).toEqual([1, 0]);
  });

  checkOnWorkers('items that had not arrived when the worker died go back to the front, in their order', async () => {
    const executor = make({ maxWorkers: 2, graceMs: 0 });
    const gates = await gate();
    const queue = new Queue<number>();
    const looping = executor.submit(deaths.askAndLoop, queue, 3, gates.port);
    const visitor = await gates.visitor();
    expect(await visitor.says()).toBe('loops');
    for (const item of [1, 2, 3, 4]) {
      queue.putNowait(item);
    }
    expect(queue.stats()).toMatchObject({ size: 1, unfinished: 4, waitingGets: 0 });
    looping.abort('enough');
    await until(() => queue.qsize() === 4);
    expect(await executor.submit(tasks.takeAtOnce, queue, 4)).toEqual([1, 2, 3, 4]);
    expect(queue.stats()).toMatchObject({ size: 0, unfinished: 4 });
  });

  checkOnWorkers('items that had not arrived go to those who wait, first come, first served', async () => {
    const executor = make({ maxWorkers: 2, graceMs: 0 });
    const gates = await gate();
    const queue = new Queue<number>();
    const looping = executor.submit(deaths.askAndLoop, queue, 3, gates.port);
    expect(await (await gates.visitor()).says()).toBe('loops');
    for (const item of [1, 2, 3]) {
      queue.putNowait(item);
    }
    const served: string[] = [];
    const gets = ['first', 'second'].map(async (name) => {
      served.push(`${name} ${await queue.get()}`);
    });
    looping.abort('enough');
    await Promise.all(gets);
    expect(served).toEqual(['first 1', 'second 2']);
    expect([queue.getNowait(), queue.qsize()]).toEqual([3, 0]);
  });

  checkOnWorkers('an item that had arrived is the worker’s, whatever that does next', async () => {
    const executor = make();
    const queue = new Queue<number>();
    for (let item = 1; item <= 3; item += 1) {
      const dying = executor.submit(deaths.exitWithItem, queue);
      await until(() => queue.stats().waitingGets === 1);
      queue.putNowait(item);
      expect(await failureOf(dying)).toMatchObject(executorErrors.crashed);
      expect(queue.stats()).toMatchObject({ size: 0, unfinished: item, waitingGets: 0 });
    }
  });

  checkOnWorkers('whatever dies, no item comes twice, and none is lost but what was in hand', async () => {
    const executor = make();
    const todo = new Queue<number>();
    const done = new Queue<number>();
    for (let item = 0; item < 300; item += 1) {
      todo.putNowait(item);
    }
    todo.shutdown();
    let crashes = 0;
    while ((await executor.submit(deaths.passOnAndExit, todo, done).exception()) !== undefined) {
      crashes += 1;
    }
    const items = Array.from({ length: done.qsize() }, () => done.getNowait());
    expect(crashes).toBeGreaterThan(0);
    expect(new Set(items).size).toBe(items.length);
    expect(300 - items.length).toBeLessThanOrEqual(2 * crashes); // of the two loops that did not end it
    expect([todo.qsize(), done.stats()]).toMatchObject([0, nobodyWaits]);
  });

  checkOnWorkers(
    'a task that waits in a queue as its worker is ended by force fails, and leaves the queue',
    async () => {
      const executor = make({ maxWorkers: 2, graceMs: 0 });
      const queue = new Queue<number>();
      const waiting = executor.submit(tasks.takeAtOnce, queue, 2);
      await until(() => queue.stats().waitingGets === 2);
      waiting.abort('enough');
      expect(await failureOf(waiting)).toMatchObject(executorErrors.cancelled);
      await until(() => queue.stats().waitingGets === 0);
      queue.putNowait(1);
      expect(await executor.submit(tasks.takeOne, queue)).toBe(1);
    },
  );

  checkOnWorkers('a queue that comes again after a crash works on the worker that follows', async () => {
    const executor = make({ onCrash: 'retry' });
    const queue = new Queue<number>();
    const dying = executor.submit(deaths.exitWithItem, queue);
    await until(() => queue.stats().waitingGets === 1);
    queue.putNowait(1);
    await until(() => queue.stats().waitingGets === 0);
    await until(() => queue.stats().waitingGets === 1); // of the second try
    queue.putNowait(2);
    expect(await failureOf(dying)).toMatchObject(executorErrors.crashed);
    expect(queue.stats()).toMatchObject({ size: 0, waitingGets: 0 });
  });
}
