import { LifoQueue, Queue, SimpleQueue } from '@heddle/queue';
import { expect, test } from 'vitest';
import type { ToWorker } from '../src/messages.ts';
import { QueueHost } from '../src/near/queue-host.ts';
import type { QueueQuestion, WireQueue } from '../src/values/wire-queue.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- whatever is in it
type Asked = Queue<any> | SimpleQueue<any>;

/** A worker that says what it is told to, and keeps what it hears. */
class Worker {
  readonly heard: unknown[] = [];
  readonly host: QueueHost;
  #last = 0;

  constructor() {
    this.host = new QueueHost({
      where: 'the worker',
      post: (message: ToWorker) => {
        structuredClone(message);
        if (message.type === 'queue answers') {
          for (const { id, outcome } of message.answers) {
            this.heard.push([id, outcome.type === 'value' ? outcome.value : outcome.type]);
          }
        }
      },
    });
  }

  /** The queue is sent to it once more. */
  knows(queue: Asked): WireQueue {
    const wire = this.host.refer(queue);
    this.host.sent({ values: [undefined], references: [[0, { type: 'queue', queue: wire }]] });
    return wire;
  }

  ask(queue: Asked, question: QueueQuestion): number {
    this.#last += 1;
    this.host.hear({ type: 'queue call', call: { id: this.#last, queue: this.host.refer(queue).id, question } });
    return this.#last;
  }

  get(queue: Asked): number {
    return this.ask(queue, { method: 'get', timeout: undefined });
  }
}

/** Until all that was answered has been sent. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

test('an item is on its way until it is acknowledged: what is not goes back at the end', async () => {
  const [worker, queue] = [new Worker(), new Queue<number>()];
  worker.knows(queue);
  const calls = [worker.get(queue), worker.get(queue), worker.get(queue), worker.get(queue)];
  for (const item of [1, 2, 3, 4, 5]) {
    queue.putNowait(item);
  }
  await settle();
  expect(worker.heard).toEqual(calls.map((call, index) => [call, index + 1]));
  worker.host.hear({ type: 'queue received', calls: [calls[1] ?? 0] });
  worker.host.end();
  await settle();
  expect([queue.getNowait(), queue.getNowait(), queue.getNowait(), queue.getNowait()]).toEqual([1, 3, 4, 5]);
  expect(queue.stats()).toMatchObject({ size: 0, unfinished: 5 });
});

test('items go back so that they leave again as they did', async () => {
  const queues = [new Queue<number>(), new LifoQueue<number>(), new SimpleQueue<number>()];
  for (const queue of queues) {
    const worker = new Worker();
    worker.knows(queue);
    for (const item of [1, 2, 3]) {
      void queue.put(item);
    }
    const calls = [worker.get(queue), worker.get(queue), worker.get(queue)];
    await settle();
    const answers = worker.heard.map((answer) => (answer as unknown[])[1]);
    expect(calls).toHaveLength(3);
    worker.host.end();
    await settle();
    expect([queue.getNowait(), queue.getNowait(), queue.getNowait()]).toEqual(answers);
  }
});

test('at the end those who wait are served first, and what was dropped stays dropped', async () => {
  const [worker, queue, dropped] = [new Worker(), new SimpleQueue<number>(), new Queue<number>()];
  worker.knows(queue);
  worker.knows(dropped);
  for (const item of [1, 2, 3]) {
    worker.get(queue);
    worker.get(dropped);
    queue.put(item);
    dropped.putNowait(item);
  }
  await settle();
  const first = queue.get();
  dropped.shutdown({ immediate: true });
  worker.host.end();
  expect([await first, queue.getNowait(), queue.getNowait()]).toEqual([1, 2, 3]);
  expect(dropped.stats()).toMatchObject({ size: 0, unfinished: 0 });
});

test('a get that is aborted gives its item back, wherever that is', async () => {
  const [worker, queue] = [new Worker(), new Queue<number>()];
  worker.knows(queue);
  const waiting = worker.get(queue);
  worker.host.hear({ type: 'queue abort', call: waiting });
  expect(queue.stats()).toMatchObject({ waitingGets: 0 });

  const handedOver = worker.get(queue);
  queue.putNowait(1); // handed over, and its promise has not told of it yet
  worker.host.hear({ type: 'queue abort', call: handedOver });
  await settle();
  expect(queue.qsize()).toBe(1);

  const onTheWay = worker.get(queue);
  await settle();
  expect(queue.qsize()).toBe(0);
  worker.host.hear({ type: 'queue abort', call: onTheWay });
  await settle();
  expect(queue.getNowait()).toBe(1);
  worker.host.hear({ type: 'queue abort', call: onTheWay }); // late: nothing happens
  worker.host.end();
  expect(queue.stats()).toMatchObject({ size: 0, waitingGets: 0, unfinished: 1 });
});

test('what several aborted gets had keeps its order', async () => {
  const [worker, queue] = [new Worker(), new Queue<number>()];
  worker.knows(queue);
  for (const item of [1, 2, 3]) {
    queue.putNowait(item);
  }
  const handedOver = [worker.get(queue), worker.get(queue), worker.get(queue)];
  for (const call of handedOver) {
    worker.host.hear({ type: 'queue abort', call });
  }
  await settle();
  const onTheWay = [worker.get(queue), worker.get(queue), worker.get(queue)];
  await settle();
  for (const call of onTheWay.toReversed()) {
    worker.host.hear({ type: 'queue abort', call });
  }
  await settle();
  const first = worker.get(queue);
  await settle();
  expect(first).toBe(7);
  worker.get(queue); // its last words
  worker.get(queue);
  worker.host.end();
  await settle();
  expect([queue.getNowait(), queue.getNowait(), queue.getNowait()]).toEqual([1, 2, 3]);
});

test('a put that is aborted is told whether it was in time', async () => {
  const [worker, queue] = [new Worker(), new Queue<number>({ maxSize: 1 })];
  worker.knows(queue);
  const inTime = worker.ask(queue, { method: 'put', item: 1, timeout: undefined });
  const tooLate = worker.ask(queue, { method: 'put', item: 2, timeout: undefined });
  worker.host.hear({ type: 'queue abort', call: inTime });
  worker.host.hear({ type: 'queue abort', call: tooLate });
  await settle();
  expect(worker.heard).toEqual([
    [inTime, undefined],
    [tooLate, 'thrown'],
  ]);
  expect([queue.getNowait(), queue.qsize()]).toEqual([1, 0]);
});

test('a worker that is being ended takes no more, and what it had said still counts', async () => {
  const [worker, queue] = [new Worker(), new Queue<number>()];
  worker.knows(queue);
  const received = worker.get(queue);
  queue.putNowait(1);
  await settle();
  worker.get(queue);
  worker.host.stopTaking();
  worker.get(queue);
  worker.host.hear({ type: 'queue received', calls: [received] });
  worker.ask(queue, { method: 'taskDone' });
  worker.ask(queue, { method: 'putNowait', item: 2 });
  expect(queue.stats()).toMatchObject({ size: 1, unfinished: 1, waitingGets: 0 });
  worker.host.end();
  expect([queue.getNowait(), queue.qsize()]).toEqual([2, 0]);
});

test('nothing waits for a worker that has ended', async () => {
  const [worker, queue] = [new Worker(), new Queue<number>({ maxSize: 1 })];
  worker.knows(queue);
  queue.putNowait(1);
  const joining = worker.ask(queue, { method: 'join', timeout: undefined });
  worker.ask(queue, { method: 'put', item: 2, timeout: undefined });
  worker.host.end();
  expect(queue.stats()).toMatchObject({ waitingPuts: 0 });
  queue.getNowait();
  queue.taskDone();
  await settle();
  expect([joining, worker.heard]).toEqual([1, []]);
});

test('a queue is kept until the worker has let go of it as often as it was sent', () => {
  const [worker, queue] = [new Worker(), new Queue<number>()];
  const { id } = worker.knows(queue);
  worker.knows(queue);
  worker.host.hear({ type: 'queue gone', queue: id, received: 1 }); // the second one was on its way
  expect(worker.host.find(id)).toBe(queue);
  worker.host.hear({ type: 'queue gone', queue: id, received: 1 });
  expect(worker.host.find(id)).toBeUndefined();
  expect(worker.knows(queue).id).toBe(id);

  const unsent = worker.host.refer(new Queue()).id;
  worker.host.dropUnsent();
  expect([worker.host.find(unsent), worker.host.find(id)]).toEqual([undefined, queue]);
});

test('what one turn answers travels together, and one item that cannot cross holds up no other', async () => {
  const posted: number[] = [];
  const [queue, post] = [
    new Queue<unknown>(),
    (message: ToWorker): void => {
      structuredClone(message);
      posted.push(message.type === 'queue answers' ? message.answers.length : 0);
    },
  ];
  const host = new QueueHost({ where: 'the worker', post });
  const { id: queueId } = host.refer(queue);
  const get = (id: number): void =>
    host.hear({ type: 'queue call', call: { id, queue: queueId, question: { method: 'get', timeout: undefined } } });
  for (const item of [1, 2, 3, () => 4, 5]) {
    queue.putNowait(item);
  }
  [1, 2, 3].forEach(get);
  await settle();
  [4, 5].forEach(get);
  await settle();
  expect(posted).toEqual([3, 1, 1]);
  expect([queue.qsize(), typeof queue.getNowait()]).toEqual([1, 'function']);
});
