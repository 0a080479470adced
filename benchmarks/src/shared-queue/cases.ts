import { MessageChannel, type MessagePort, parentPort, Worker, workerData } from 'node:worker_threads';
import { SharedQueue, type SharedQueueHandle } from '@heddle/queue/shared';
import { BareRing } from './bare-ring.ts';

/** What is sent. */
export interface Small {
  id: number;
  name: string;
  price: number;
  ok: boolean;
}

function makeSmall(id: number): Small {
  return { id, name: `item ${id}`, price: id * 1.5 + 0.25, ok: id % 2 === 0 };
}

const block = new Uint8Array(64).fill(7);

type Payload = 'objects' | '64 bytes';

/** Takes `count` items; the first fifth warms up. @returns items a second of the rest */
type Consume = (count: number) => Promise<number>;

interface Timer {
  /** To be called for each item. @returns whether that was the last */
  tick(): boolean;
  rate(): number;
}

function startTimer(count: number): Timer {
  const warm = Math.floor(count / 5);
  let seen = 0;
  let start = 0;
  let rate = 0;
  return {
    tick() {
      seen += 1;
      if (seen === warm) {
        start = performance.now();
      } else if (seen === count) {
        rate = ((count - warm) / (performance.now() - start)) * 1_000;
      }
      return seen === count;
    },
    rate: () => rate,
  };
}

function payloadOf(payload: Payload): (index: number) => unknown {
  return payload === 'objects' ? makeSmall : () => block;
}

/** What the worker is told. */
type Orders = { count: number; payload: Payload } & (
  | { way: 'port'; port: MessagePort }
  | { way: 'sync' | 'async'; handle: SharedQueueHandle }
  | { way: 'ring'; memory: SharedArrayBuffer }
);

function startWorker(orders: Orders, transfer: MessagePort[] = []): Worker {
  return new Worker(new URL(import.meta.url), { workerData: orders, transferList: transfer });
}

/** Producer in a worker, consumer here: by `MessagePort`. */
function overPort(payload: Payload): Consume {
  return (count) => {
    const { port1, port2 } = new MessageChannel();
    startWorker({ way: 'port', payload, count, port: port2 }, [port2]);
    const timer = startTimer(count);
    return new Promise((resolve) => {
      port1.on('message', () => {
        if (timer.tick()) {
          port1.close();
          resolve(timer.rate());
        }
      });
    });
  };
}

/** By a `SharedQueue`, with calls that block, or with `for await`. */
function overQueue(payload: Payload, codec: 'structured' | 'json' | 'bytes', way: 'sync' | 'async'): Consume {
  return async (count) => {
    const queue = new SharedQueue<unknown>({ codec: codec as 'structured' });
    startWorker({ way, payload, count, handle: queue.handle });
    const timer = startTimer(count);
    if (way === 'sync') {
      do {
        queue.getSync();
      } while (!timer.tick());
    } else {
      for await (const _ of queue) {
        if (timer.tick()) {
          break;
        }
      }
    }
    return timer.rate();
  };
}

/** By a ring for one producer and one consumer, who spin: no lock, no waiting, no death. */
function overRing(payload: Payload): Consume {
  return async (count) => {
    const memory = BareRing.allocate(2 ** 20);
    startWorker({ way: 'ring', payload, count, memory });
    const ring = new BareRing(memory);
    const timer = startTimer(count);
    const take = payload === 'objects' ? () => ring.takeJson() : () => ring.take();
    do {
      take();
    } while (!timer.tick());
    return timer.rate();
  };
}

/** By the channel of npm's `multithreading`. */
const overChannel: Consume = async (count) => {
  const { channel, move, shutdown, spawn } = await import('multithreading');
  const [tx, rx] = channel<Small>(128); // more objects at once than its 64 KiB hold end it
  spawn(move(tx, count), async (tx, count) => {
    for (let id = 0; id < count; id += 1) {
      await tx.send({ id, name: `item ${id}`, price: id * 1.5 + 0.25, ok: id % 2 === 0 });
    }
  });
  const timer = startTimer(count);
  do {
    await rx.recv();
  } while (!timer.tick());
  shutdown();
  return timer.rate();
};

/** Each case, and how many items make about half a second. */
export const cases: Record<string, { readonly count: number; readonly run: Consume }> = {
  'objects, MessagePort': { count: 300_000, run: overPort('objects') },
  'objects, multithreading': { count: 20_000, run: overChannel },
  'objects, bare ring with JSON': { count: 800_000, run: overRing('objects') },
  'objects, SharedQueue, sync': { count: 800_000, run: overQueue('objects', 'structured', 'sync') },
  'objects, SharedQueue, async': { count: 800_000, run: overQueue('objects', 'structured', 'async') },
  'objects, SharedQueue of JSON, sync': { count: 800_000, run: overQueue('objects', 'json', 'sync') },
  '64 bytes, MessagePort': { count: 200_000, run: overPort('64 bytes') },
  '64 bytes, bare ring': { count: 3_000_000, run: overRing('64 bytes') },
  '64 bytes, SharedQueue, sync': { count: 2_000_000, run: overQueue('64 bytes', 'bytes', 'sync') },
  '64 bytes, SharedQueue, async': { count: 2_000_000, run: overQueue('64 bytes', 'bytes', 'async') },
};

async function produce(orders: Orders): Promise<void> {
  const make = payloadOf(orders.payload);
  const { count } = orders;
  if (orders.way === 'port') {
    for (let index = 0; index < count; index += 1) {
      orders.port.postMessage(make(index), []);
    }
    return;
  }
  if (orders.way === 'ring') {
    const ring = new BareRing(orders.memory);
    for (let index = 0; index < count; index += 1) {
      if (orders.payload === 'objects') {
        ring.putJson(make(index));
      } else {
        ring.put(block);
      }
    }
    return;
  }
  const queue = SharedQueue.attach<unknown>(orders.handle);
  for (let index = 0; index < count; index += 1) {
    if (orders.way === 'sync') {
      queue.putSync(make(index));
    } else {
      await queue.put(make(index));
    }
  }
}

if (parentPort !== null && workerData !== null && typeof workerData === 'object' && 'way' in workerData) {
  await produce(workerData as Orders);
}
