import { channel } from 'node:diagnostics_channel';
import { expect, onTestFinished, test } from 'vitest';
import { giveBack } from '../src/give-back.ts';
import { LifoQueue, PriorityQueue, Queue, type QueueEvent, SimpleQueue } from '../src/index.ts';

/** The events of this test's queues, as they come; it stops listening with the test. */
function listen(onEvent: (event: QueueEvent) => void = () => {}): QueueEvent[] {
  const events: QueueEvent[] = [];
  const hear = (message: unknown): void => {
    events.push(message as QueueEvent);
    onEvent(message as QueueEvent);
  };
  channel('heddle:queue').subscribe(hear);
  onTestFinished(() => {
    channel('heddle:queue').unsubscribe(hear);
  });
  return events;
}

/** `put 1`: a put, after which one item is in. */
function lines(events: QueueEvent[]): string[] {
  return events.splice(0).map(({ event, size }) => `${event} ${size}`);
}

test.each([Queue, LifoQueue, PriorityQueue, SimpleQueue])('%o: each item is put once and got once', async (Class) => {
  const events = listen();
  const queue = new Class<number>();
  await queue.put(1);
  await queue.put(2);
  queue.getNowait();
  await queue.get();
  expect(lines(events)).toEqual(['put 1', 'put 2', 'get 1', 'get 0']);

  const waiting = queue.get();
  expect(lines(events)).toEqual([]);
  await queue.put(3);
  expect(await waiting).toBe(3);
  expect(lines(events)).toEqual(['put 0', 'get 0']);

  giveBack(queue, 3);
  expect(lines(events)).toEqual(['giveBack 1']);
});

test('a put that waits is published when its item is in; one that gives up never is', async () => {
  const events = listen();
  const queue = new Queue<number>({ maxSize: 1 });
  queue.putNowait(1);
  const gone = queue.put(2, { signal: AbortSignal.abort() });
  const late = queue.put(2, { timeout: 0 });
  const waiting = queue.put(3);
  await Promise.allSettled([gone, late]);
  expect(lines(events)).toEqual(['put 1']);
  expect(queue.getNowait()).toBe(1);
  await waiting;
  expect(lines(events)).toEqual(['get 1', 'put 1']);
});

test('a shutdown is published once, and again where it becomes an immediate one', () => {
  const events = listen();
  const queue = new Queue<number>();
  queue.putNowait(1);
  queue.shutdown();
  queue.shutdown();
  queue.shutdown({ immediate: true });
  queue.shutdown({ immediate: true });
  expect(lines(events)).toEqual(['put 1', 'shutDown 1', 'shutDown 0']);
});

test('an event tells the class of its queue, which one it is, and when', () => {
  const events = listen();
  const before = performance.timeOrigin + performance.now();
  const [first, second] = [new LifoQueue<number>(), new SimpleQueue<number>()];
  first.putNowait(1);
  second.put(1);
  first.getNowait();
  expect(events.map(({ event, queue }) => `${queue} ${event}`)).toEqual([
    'LifoQueue put',
    'SimpleQueue put',
    'LifoQueue get',
  ]);
  const [one, other, again] = events.map(({ id }) => id);
  expect([one === again, one === other]).toEqual([true, false]);
  const times = [before, ...events.map(({ time }) => time), performance.timeOrigin + performance.now()];
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test('whoever is told finds the new state, and may use the queue', () => {
  const queue = new Queue<number>({ maxSize: 1 });
  const seen: unknown[] = [];
  listen(({ event, size }) => {
    seen.push([event, size, queue.qsize()]);
    if (event === 'put' && seen.length === 1) {
      seen.push(queue.getNowait());
    }
  });
  queue.putNowait(1);
  expect(seen).toEqual([['put', 1, 1], ['get', 0, 0], 1]);
});
