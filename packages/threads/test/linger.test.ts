import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Doorbell } from '../src/doorbell.ts';
import { Linger } from '../src/linger.ts';

/** What keeps this thread's event loop alive, as `Linger` is told. */
let alive: string[];

beforeEach(() => {
  alive = ['MessagePort', 'MessagePort'];
  vi.spyOn(process, 'getActiveResourcesInfo').mockImplementation(() => alive);
});

afterEach(() => {
  vi.restoreAllMocks();
});

class Bell {
  rings = 0;
  waits = 0;
  /** What happens while the worker sleeps. */
  meanwhile: () => void = () => {};

  wait(): void {
    this.waits += 1;
    this.meanwhile();
  }
}

/** A worker whose calls end at once, and its pool. */
function begin(during: (message: unknown) => void = () => {}): {
  bell: Bell;
  heard: unknown[];
  /** A message that comes by the event loop. */
  event: (message: unknown) => Promise<void>;
  post: (message: unknown) => void;
  end: () => void;
} {
  const { port1, port2 } = new MessageChannel();
  const bell = new Bell();
  const heard: unknown[] = [];
  const linger = new Linger(port2, bell);
  let wake = (): void => {};
  linger.listen((message) => {
    heard.push(message);
    during(message);
    if (message !== 'long') {
      linger.idle();
    }
    wake();
  });
  const post = (message: unknown): void => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of a port, not of a window
    port1.postMessage(message);
  };
  const event = async (message: unknown): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    wake = resolve;
    post(message);
    await promise;
    await nextTurn();
  };
  return { bell, heard, event, post, end: () => port1.close() };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Time passes as the test has it. */
function stopClock(): (ms: number) => void {
  let now = 1_000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  return (ms) => {
    now += ms;
  };
}

test('a worker waits once messages have come soon, and hears what is posted meanwhile', async () => {
  stopClock();
  const { bell, heard, event, post, end } = begin();
  await event(1);
  await event(2);
  await event(3);
  expect(bell.waits).toBe(0);
  bell.meanwhile = () => {
    bell.meanwhile = () => {};
    post('meanwhile');
  };
  await event(4);
  expect(heard).toEqual([1, 2, 3, 4, 'meanwhile']);
  expect(bell.waits).toBe(2); // once more after that, and in vain
  await event('later');
  expect(heard.at(-1)).toBe('later');
  expect(bell.waits).toBe(2);
  end();
});

test('messages that come late are not waited for', async () => {
  const pass = stopClock();
  const { bell, event, end } = begin();
  for (let n = 0; n < 10; n += 1) {
    await event(n);
    pass(0.2);
  }
  expect(bell.waits).toBe(0);
  end();
});

test('a worker does not wait while anything but its ports is alive, or a call under way', async () => {
  stopClock();
  const { bell, heard, event, end } = begin();
  for (const other of ['Timeout', 'Immediate', 'TCPSocketWrap', 'FSReqPromise', 'MessagePort']) {
    alive = ['MessagePort', 'MessagePort', other];
    for (let n = 0; n < 5; n += 1) {
      await event(n);
    }
  }
  alive = ['MessagePort', 'MessagePort'];
  await event('long');
  expect(bell.waits).toBe(0);
  await event('short');
  expect(bell.waits).toBe(1);
  expect(heard).toHaveLength(27);
  end();
});

test('what was posted before the wait has begun is heard without one', async () => {
  stopClock();
  const { bell, event, post, heard, end } = begin((message) => {
    if (message === 4) {
      post('long');
    }
  });
  for (const n of [1, 2, 3, 4]) {
    await event(n);
  }
  expect(heard).toEqual([1, 2, 3, 4, 'long']);
  expect(bell.waits).toBe(0);
  end();
});

test('microtasks and ticks come first, and those that they have made', async () => {
  stopClock();
  const order: string[] = [];
  const { bell, event, end } = begin((message) => {
    if (message === 4) {
      queueMicrotask(() => {
        order.push('microtask');
        process.nextTick(() => {
          order.push('its tick');
          queueMicrotask(() => {
            order.push('the microtask of that');
          });
        });
      });
      process.nextTick(() => {
        order.push('tick');
        process.nextTick(() => {
          order.push('the tick of that');
        });
      });
    }
  });
  bell.meanwhile = () => {
    order.push('wait');
  };
  for (const n of [1, 2, 3, 4]) {
    await event(n);
  }
  expect(order).toHaveLength(6);
  expect(order.at(-1)).toBe('wait');
  end();
});

test('the event loop has its turn, however soon messages come', async () => {
  const pass = stopClock();
  const { bell, event, post, end } = begin();
  bell.meanwhile = () => {
    pass(0.1);
    post('next');
  };
  for (let n = 0; n < 4; n += 1) {
    await event(n);
  }
  // It would go on for ever.
  expect(bell.waits).toBe(20);
  end();
});

test('a doorbell that was rung before does not let its worker sleep', () => {
  const bell = new Doorbell();
  const { rings } = bell;
  new Doorbell(bell.memory).ring();
  bell.wait(rings, Infinity);
  expect(bell.rings).toBe(rings + 1);
  bell.wait(bell.rings, 0);
});
