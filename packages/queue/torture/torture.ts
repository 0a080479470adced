import { Worker } from 'node:worker_threads';
import { SharedQueue, type SharedQueueHandle } from '../src/shared/index.ts';

/** A record: who put it in, its number among those, bytes of any length, and a sum over all of it. */
export const header = 16;

export interface Orders {
  role: 'producer' | 'consumer';
  handle: SharedQueueHandle;
  index: number;
  records: number;
  producers: number;
  /** How many each producer has put in. */
  puts: SharedArrayBuffer;
  /** A byte for each record of each producer: how often it was taken. */
  takes: SharedArrayBuffer;
}

export interface TortureOptions {
  producers?: number;
  consumers?: number;
  /** Of all producers together. */
  records?: number;
  capacity?: number;
  maxSize?: number;
  /** How many more workers, half of them producers and half consumers, are started and killed at random moments meanwhile. */
  kills?: number;
  seed?: number;
}

export interface TortureResult {
  seconds: number;
  put: number;
  taken: number;
  /** Taken by a thread that was killed before it could say so: at most one for each. */
  inDeadHands: number;
  problems: string[];
}

/** Sends records through a small queue with blocking and waiting calls on many threads, and checks that each comes once, whole and in order. */
export async function torture(options: TortureOptions = {}): Promise<TortureResult> {
  const { producers = 4, consumers = 4, records = 1_000_000, capacity = 4_096, maxSize = 0, kills = 0 } = options;
  const queue = new SharedQueue<Uint8Array>({ capacity, maxSize, codec: 'bytes' });
  const all = producers + Math.ceil(kills / 2);
  const share = Math.floor(records / producers);
  const puts = new SharedArrayBuffer(all * 4);
  const takes = new SharedArrayBuffer(all * share);
  const problems: string[] = [];
  const start = performance.now();

  const run = (role: Orders['role'], index = 0): { worker: Worker; ended: Promise<void> } => {
    const orders: Orders = { role, handle: queue.handle, index, records: share, producers: all, puts, takes };
    const worker = new Worker(new URL('./torture-worker.ts', import.meta.url), { workerData: orders });
    worker.on('message', (problem: string) => problems.push(problem));
    const ended = new Promise<void>((resolve) => {
      worker.on('exit', () => {
        resolve();
      });
      worker.on('error', (error) => problems.push(String(error)));
    });
    return { worker, ended };
  };

  const putting = Array.from({ length: producers }, (_, index) => run('producer', index).ended);
  const taking = Array.from({ length: consumers }, () => run('consumer').ended);
  let random = options.seed ?? 1;
  for (let kill = 0; kill < kills; kill += 1) {
    const isProducer = kill % 2 === 0;
    const { worker, ended } = isProducer ? run('producer', producers + kill / 2) : run('consumer');
    await new Promise((resolve) => {
      worker.once('online', resolve);
    });
    random = (random * 48_271) % 2_147_483_647;
    await new Promise((resolve) => {
      setTimeout(resolve, 20 + (random % 60)); // in the midst of whatever it does then
    });
    await worker.terminate();
    await ended;
  }
  await Promise.all(putting);
  queue.shutdown();
  await Promise.all(taking);

  const put = new Int32Array(puts).reduce((sum, count) => sum + count, 0);
  const taken = new Uint8Array(takes).reduce((sum, count) => sum + count, 0);
  const { size, unfinished, waitingGets, waitingPuts } = queue.stats();
  if (size + waitingGets + waitingPuts !== 0) {
    problems.push(`Expected an empty queue at the end, got ${JSON.stringify(queue.stats())}`);
  }
  // `unfinished` counts every record that was put in; nobody acknowledges any. A dead producer's last may be in, and not yet in its count.
  const deadProducers = Math.ceil(kills / 2);
  if (unfinished < put || unfinished > put + deadProducers) {
    problems.push(`Expected ${put} to ${put + deadProducers} records to have been put in, got ${unfinished}`);
  }
  const inDeadHands = unfinished - taken;
  if (inDeadHands < 0 || inDeadHands > Math.floor(kills / 2)) {
    problems.push(`Expected at most one record in each dead consumer's hands, got ${inDeadHands}`);
  }
  return { seconds: (performance.now() - start) / 1_000, put, taken, inDeadHands, problems };
}
