import { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { releaseThread, SharedQueue, type SharedQueueHandle } from '../../src/shared/index.ts';
import { maxRows, rowAt } from '../../src/shared/layout.ts';
import { naps, type Point } from '../../src/shared/probe.ts';
import type { Orders } from './fixtures/victim.ts';

// Who waits is woken by the repair, and never just happens to look.
naps.longest = 2 ** 30;

const workers: Worker[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
});

/** A worker that has come to its point, or through, and stays there. */
async function startVictim(
  handle: SharedQueueHandle,
  act: Orders['act'],
  point?: Point,
  after = 0,
): Promise<{ worker: Worker; arrived: Promise<unknown> }> {
  const state = new Int32Array(new SharedArrayBuffer(8));
  const stopAt = point === undefined ? undefined : { point, after };
  const worker = new Worker(new URL('./fixtures/victim.ts', import.meta.url), {
    workerData: { handle, act, state, ...(stopAt === undefined ? {} : { stopAt }) } satisfies Orders,
  });
  workers.push(worker);
  return { worker, arrived: Promise.resolve(Atomics.waitAsync(state, 0, 0).value) };
}

/** Items 1 to 10 through a queue of four, with a victim that dies at `point` of its `act`; what others got, in their order. */
async function runWithDeath(act: 'put' | 'get', point: Point): Promise<unknown[]> {
  const queue = new SharedQueue<unknown>({ maxSize: 4 });
  await queue.put(1);
  await queue.put(2);
  const { worker, arrived } = await startVictim(queue.handle, act, point);
  await arrived;
  // They come while it is stuck, perhaps with a lock, and go on after its death.
  const taken: unknown[] = [];
  const consumed = (async () => {
    for await (const item of queue) {
      taken.push(item);
    }
  })();
  const produced = (async () => {
    for (let item = 3; item <= 10; item += 1) {
      await queue.put(item);
    }
    queue.shutdown();
  })();
  await worker.terminate();
  await Promise.all([produced, consumed]);
  expect(queue.stats()).toMatchObject({ size: 0, waitingGets: 0, waitingPuts: 0 });
  return taken;
}

const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

for (const point of ['put locked', 'put written', 'put placed'] as const) {
  test(`a thread that dies at '${point}' has put nothing in`, async () => {
    expect(await runWithDeath('put', point)).toEqual(all);
  });
}

for (const point of ['put committed', 'put unlocked'] as const) {
  test(`a thread that dies at '${point}' has put its item in`, async () => {
    expect(await runWithDeath('put', point)).toEqual([1, 2, 'of the victim', ...all.slice(2)]);
  });
}

for (const point of ['take locked', 'take copied', 'take placed'] as const) {
  test(`a thread that dies at '${point}' has taken nothing`, async () => {
    expect(await runWithDeath('get', point)).toEqual(all);
  });
}

for (const point of ['take committed', 'take unlocked'] as const) {
  test(`a thread that dies at '${point}' has taken its item`, async () => {
    expect(await runWithDeath('get', point)).toEqual(all.slice(1));
  });
}

test('a thread that dies before it gives a wake-up to a get loses nobody the item', async () => {
  const queue = new SharedQueue<unknown>();
  const taken = queue.get();
  const { worker, arrived } = await startVictim(queue.handle, 'put', 'call claimed');
  await arrived;
  await worker.terminate();
  expect(await taken).toBe('of the victim');
});

test('a thread that dies before it gives a wake-up to a put loses nobody the room', async () => {
  const queue = new SharedQueue<unknown>({ maxSize: 1 });
  await queue.put(1);
  const put = queue.put(2);
  const { worker, arrived } = await startVictim(queue.handle, 'get', 'call claimed');
  await arrived;
  await worker.terminate();
  await put;
  expect(queue.getNowait()).toBe(2);
});

for (const act of ['get', 'async get'] as const) {
  test(`a thread that dies with the wake-up of its ${act} in hand passes it on`, async () => {
    const queue = new SharedQueue<unknown>();
    const { worker, arrived } = await startVictim(queue.handle, act, 'wait woken');
    while (queue.stats().waitingGets === 0) {
      await new Promise(setImmediate);
    }
    const taken = queue.get();
    expect(queue.stats().waitingGets).toBe(2);
    // Of two that wait, the one behind the last that was called is called: the victim.
    const putter = await startVictim(queue.handle, 'put');
    await Promise.all([arrived, putter.arrived]);
    expect(queue.qsize()).toBe(1);
    await worker.terminate();
    expect(await taken).toBe('of the victim');
    expect(queue.stats()).toMatchObject({ size: 0, waitingGets: 0 });
  });

  test(`a thread that dies while its ${act} waits leaves no trace`, async () => {
    const queue = new SharedQueue<unknown>();
    const { worker } = await startVictim(queue.handle, act);
    while (queue.stats().waitingGets === 0) {
      await new Promise(setImmediate);
    }
    await worker.terminate();
    expect(queue.stats()).toMatchObject({ waitingGets: 0 });
    const taken = queue.get();
    await queue.put('for the living');
    expect(await taken).toBe('for the living');
  });
}

test.runIf(process.platform === 'linux')(
  'a thread that blocks, and hears no event, breaks the lock of a dead one',
  async () => {
    const queue = new SharedQueue<unknown>();
    await queue.put(1);
    const taker = await startVictim(queue.handle, 'get', 'take locked');
    const putter = await startVictim(queue.handle, 'put', 'put locked');
    await Promise.all([taker.arrived, putter.arrived]);
    const ends = [taker.worker.terminate(), putter.worker.terminate()];
    // No turn of the event loop until both are through.
    queue.putSync(2);
    expect(queue.getSync()).toBe(1);
    expect(queue.getSync()).toBe(2);
    await Promise.all(ends);
  },
);

test('a lock whose holder lives is not broken: those who may not wait for it say so', async () => {
  const queue = new SharedQueue<unknown>();
  await queue.put(1);
  const { worker, arrived } = await startVictim(queue.handle, 'get', 'take locked');
  await arrived;
  expect(() => queue.getNowait()).toThrow(expect.objectContaining({ code: 'ERR_QUEUE_EMPTY' }));
  await worker.terminate();
  expect(queue.getNowait()).toBe(1);
});

test('rows of threads that have ended are free for others', async () => {
  const queue = new SharedQueue<unknown>();
  for (let round = 0; round < 5; round += 1) {
    const victims = await Promise.all([1, 2, 3].map(() => startVictim(queue.handle, 'put')));
    await Promise.all(victims.map(({ arrived }) => arrived));
    await Promise.all(victims.map(({ worker }) => worker.terminate()));
  }
  expect(queue.qsize()).toBe(15);
  const words = new Int32Array(queue.handle.memory);
  expect(
    Array.from({ length: maxRows }, (_, row) => words[rowAt(row)]).filter((generation) => generation !== 0),
  ).toHaveLength(1);
});

test('releaseThread refuses what is no other thread', () => {
  expect(() => releaseThread('1' as never)).toThrow(TypeError);
  expect(() => releaseThread(0.5)).toThrow(TypeError);
});
