import { execFile } from 'node:child_process';
import { getEventListeners } from 'node:events';
import { promisify, inspect } from 'node:util';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, test, vi } from 'vitest';
import * as entry from '../../src/shared/index.ts';
import { isSharedQueueHandle, SharedQueue, type SharedQueueHandle } from '../../src/shared/index.ts';
import { maxRows, rowAt } from '../../src/shared/layout.ts';
import { naps } from '../../src/shared/probe.ts';

const workers: Worker[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
});

// Who waits is woken, and never just happens to look.
naps.longest = 2 ** 30;

/** A thread that does `code` with `queue`, and stays; what it posts. */
function onThread(queue: SharedQueue<any>, code: string): Promise<unknown> {
  const source = `
    const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
    setInterval(() => {}, 1e6);
    Promise.all([
      import(${JSON.stringify(new URL('../../src/shared/index.ts', import.meta.url).href)}),
      import(${JSON.stringify(new URL('../../src/shared/probe.ts', import.meta.url).href)}),
    ]).then(async ([{ SharedQueue }, { naps }]) => {
      naps.longest = 2 ** 30;
      const queue = SharedQueue.attach(workerData);
      const post = (value) => parentPort.postMessage(value);
      ${code}
    });`;
  const worker = new Worker(source, { eval: true, workerData: queue.handle });
  workers.push(worker);
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise(setImmediate);
  }
}

/** Holds this thread. */
function spinUntil(condition: () => boolean): void {
  const deadline = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > deadline) {
      throw new Error(`Expected ${String(condition)} within 10 s, got no such moment`);
    }
  }
}

test('the entry exports these names', () => {
  expect(Object.keys(entry).toSorted()).toEqual(['SharedQueue', 'isSharedQueueHandle', 'releaseThread']);
});

test('wrong options are refused, and named', () => {
  for (const capacity of [0, -1, 1.5, NaN, Infinity, 2 ** 30 + 1]) {
    expect(() => new SharedQueue({ capacity })).toThrow(new RegExp(`capacity .*got ${capacity}`));
    expect(() => new SharedQueue({ capacity })).toThrow(RangeError);
  }
  for (const capacity of ['1', null, 1n]) {
    expect(() => new SharedQueue({ capacity: capacity as never })).toThrow(TypeError);
  }
  for (const codec of ['xml', null, 5, {}, { encode() {} }, 'toString']) {
    expect(() => new SharedQueue({ codec: codec as never })).toThrow(/codec .*got /);
  }
  expect(() => new SharedQueue(null as never)).toThrow(TypeError);
});

test('attach refuses what is no handle', () => {
  const { handle } = new SharedQueue();
  for (const wrong of [undefined, null, 5, {}, { type: 'Queue' }]) {
    expect(() => SharedQueue.attach(wrong as never)).toThrow(/handle of a SharedQueue, got/);
    expect(isSharedQueueHandle(wrong)).toBe(false);
  }
  expect(isSharedQueueHandle(structuredClone(handle))).toBe(true);
  const other = (memory: unknown): SharedQueueHandle => ({ ...handle, memory: memory as SharedArrayBuffer });
  expect(() => SharedQueue.attach(other(new ArrayBuffer(8)))).toThrow(/memory to be a SharedArrayBuffer/);
  expect(() => SharedQueue.attach(other(undefined))).toThrow(TypeError);
  for (const bytes of [0, 8, handle.memory.byteLength]) {
    expect(() => SharedQueue.attach(other(new SharedArrayBuffer(bytes)))).toThrow(/memory to hold a queue/);
  }
  const newer = new SharedArrayBuffer(handle.memory.byteLength);
  new Uint8Array(newer).set(new Uint8Array(handle.memory));
  new Int32Array(newer)[1] = 2;
  expect(() => SharedQueue.attach(other(newer))).toThrow(/version 1, got one of version 2/);
});

test('what is attached on the same thread is the same queue, with one line', async () => {
  const queue = new SharedQueue<number>({ maxSize: 5 });
  const attached = SharedQueue.attach<number>(structuredClone(queue.handle));
  expect(attached.maxSize).toBe(5);
  const gets = [queue.get(), attached.get(), queue.get()];
  expect(attached.stats()).toMatchObject({ waitingGets: 3 });
  for (const item of [1, 2, 3]) {
    attached.putNowait(item);
  }
  expect(await Promise.all(gets)).toEqual([1, 2, 3]);
});

test('inspect shows the state', () => {
  expect(inspect(new SharedQueue({ maxSize: 2 }))).toMatch(/^SharedQueue \{\s+size: 0,\s+maxSize: 2/);
});

test('putSync and getSync take turns with another thread', async () => {
  const queue = new SharedQueue<number>({ maxSize: 2 });
  const sum = onThread(
    queue,
    `let sum = 0;
     for (let count = 0; count < 100; count += 1) sum += queue.getSync();
     post(sum);`,
  );
  for (let item = 0; item < 100; item += 1) {
    queue.putSync(item);
  }
  expect(await sum).toBe(4_950);
});

test('putSync and getSync end with their timeout, and leave no trace', () => {
  const queue = new SharedQueue<number>({ maxSize: 1 });
  for (const timeout of [0, 1]) {
    expect(() => queue.getSync({ timeout })).toThrow(expect.objectContaining({ code: 'ERR_QUEUE_EMPTY' }));
  }
  queue.putSync(1);
  for (const timeout of [0, 1]) {
    expect(() => queue.putSync(2, { timeout })).toThrow(expect.objectContaining({ code: 'ERR_QUEUE_FULL' }));
  }
  expect(queue.stats()).toMatchObject({ size: 1, unfinished: 1, waitingGets: 0, waitingPuts: 0 });
  expect(queue.getSync({ timeout: Infinity })).toBe(1);
  expect(() => queue.getSync({ timeout: -1 })).toThrow(RangeError);
  expect(() => queue.putSync(1, { timeout: '1' as never })).toThrow(TypeError);
  queue.shutdown();
  expect(() => queue.getSync()).toThrow(expect.objectContaining({ code: 'ERR_QUEUE_SHUT_DOWN' }));
  expect(() => queue.putSync(1)).toThrow(expect.objectContaining({ code: 'ERR_QUEUE_SHUT_DOWN' }));
});

test('getSync does not overtake a get that waits on its thread', async () => {
  const queue = new SharedQueue<number>();
  const first = queue.get();
  const posted = onThread(queue, `queue.putSync(1); queue.putSync(2); post('put');`);
  expect(queue.getSync()).toBe(2);
  expect(await first).toBe(1);
  expect(await posted).toBe('put');
});

test('shutdown wakes who waits and who blocks on other threads', async () => {
  const queue = new SharedQueue<number>({ maxSize: 1 });
  const code = (call: string): string => `try { ${call}; } catch (error) { post(error.code); }`;
  const gets = [onThread(queue, code('queue.getSync()')), onThread(queue, code('await queue.get()'))];
  await until(() => queue.stats().waitingGets === 2);
  queue.shutdown();
  expect(await Promise.all(gets)).toEqual(['ERR_QUEUE_SHUT_DOWN', 'ERR_QUEUE_SHUT_DOWN']);

  const full = new SharedQueue<number>({ maxSize: 1 });
  full.putNowait(0);
  const puts = [onThread(full, code('queue.putSync(1)')), onThread(full, code('await queue.put(1)'))];
  await until(() => full.stats().waitingPuts === 2);
  full.shutdown({ immediate: true });
  expect(await Promise.all(puts)).toEqual(['ERR_QUEUE_SHUT_DOWN', 'ERR_QUEUE_SHUT_DOWN']);
  await full.join();
});

test('join ends as the last item is done on another thread, even if more come at once', async () => {
  const queue = new SharedQueue<number>();
  queue.putNowait(1);
  const joined = queue.join();
  const done = onThread(queue, `queue.getSync(); queue.taskDone(); queue.putSync(2); post('done');`);
  await joined;
  expect(await done).toBe('done');
  expect(queue.stats()).toMatchObject({ unfinished: 1 });
});

test('one of two threads that wait leaves, and the other gets the item', async () => {
  const queue = new SharedQueue<number>();
  const other = onThread(queue, 'post(await queue.get());');
  await until(() => queue.stats().waitingGets === 1);
  const controller = new AbortController();
  const leaving = queue.get({ signal: controller.signal });
  controller.abort('left');
  await expect(leaving).rejects.toBe('left');
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  queue.putNowait(1);
  expect(await other).toBe(1);
  expect(queue.stats()).toMatchObject({ size: 0, waitingGets: 0 });
});

test('one who was called, and leaves before it looks, passes the call on', async () => {
  const queue = new SharedQueue<number>();
  const other = onThread(queue, 'post([await queue.get(), await queue.get()]);');
  await until(() => queue.stats().waitingGets === 1);
  onThread(queue, 'queue.putSync(1); while (queue.stats().waitingGets < 2) {} queue.putSync(2);').catch(() => {});
  // The other thread was called last, so this one is called next. Stats are not of one moment: that the item was put is asked
  // before whether it is gone, or the item that came in between would be taken here.
  await until(() => queue.stats().unfinished === 1 && queue.empty() && queue.stats().waitingGets === 1);
  const controller = new AbortController();
  const leaving = queue.get({ signal: controller.signal });
  spinUntil(() => queue.stats().unfinished === 2); // in this very turn: it is called, and cannot hear of it
  controller.abort('left');
  await expect(leaving).rejects.toBe('left');
  expect(await other).toEqual([1, 2]);
});

test('a wait leaves no timer and no listener', async () => {
  vi.useFakeTimers();
  try {
    const queue = new SharedQueue<number>({ maxSize: 1 });
    const { signal } = new AbortController();
    const taken = queue.get({ signal, timeout: 10 });
    await queue.put(1);
    expect(await taken).toBe(1);
    await queue.put(2);
    const waits = [queue.put(3, { signal, timeout: 10 }), queue.join({ signal, timeout: 10 })];
    expect(vi.getTimerCount()).toBe(2);
    vi.advanceTimersByTime(10);
    await Promise.allSettled(waits);
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  } finally {
    vi.useRealTimers();
  }
});

test('an object that nobody keeps gives up its row', async () => {
  let queue: SharedQueue<number> | undefined = new SharedQueue<number>();
  const { handle } = queue;
  const words = new Int32Array(handle.memory);
  const rows = (): number =>
    Array.from({ length: maxRows }, (_, row) => words[rowAt(row)]).filter((generation) => generation !== 0).length;
  expect(rows()).toBe(1);
  queue = undefined;
  for (let round = 0; round < 200 && rows() > 0; round += 1) {
    gc?.();
    await new Promise(setImmediate);
  }
  expect(rows()).toBe(0);
  expect(SharedQueue.attach<number>(handle).qsize()).toBe(0);
});

test.for([
  [
    'a get holds the program open, since an item may come from another thread',
    'queue.get().then(print); later();',
    '7\nended',
  ],
  ['so does a put', 'queue.putNowait(1); queue.put(2).then(() => print("put")); later();', 'put\nended'],
  ['a wait that has ended holds nothing open', 'queue.get().then(print); queue.putNowait(5);', '5\nended'],
  [
    'nor does one that was aborted',
    'const c = new AbortController(); queue.get({ signal: c.signal }).catch(print); c.abort("off");',
    'off\nended',
  ],
  ['nor does a queue that nobody waits for', 'queue.putNowait(1);', 'ended'],
] as const)('%s', async ([, code, expected]) => {
  const main = new URL('../../src/shared/index.ts', import.meta.url).href;
  const script = `
    import { Worker } from 'node:worker_threads';
    import { SharedQueue } from ${JSON.stringify(main)};
    const queue = new SharedQueue({ maxSize: 1 });
    const print = (value) => console.log(value);
    // A thread that holds nothing open, and makes room for an item, or puts one in.
    function later() {
      const source = \`import(${JSON.stringify(main)}).then(({ SharedQueue }) => {
        const queue = SharedQueue.attach(process.getBuiltinModule('node:worker_threads').workerData);
        if (queue.empty()) queue.putSync(7); else queue.getSync();
      })\`;
      new Worker(source, { eval: true, workerData: queue.handle }).unref();
    }
    process.on('exit', () => console.log('ended'));
    ${code}`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect(stdout.trim()).toBe(expected);
});
