import { connect, type Socket } from 'node:net';
import { asCompleted, currentTask, type Executor, type Future, task, type TaskInfo, wait } from '@heddle/futures';

type Task<A extends unknown[], R> = ((...args: A) => R) & TaskInfo;

export const double: Task<[n: number], number> = task(import.meta, function double(n) {
  return 2 * n;
});

export const add: Task<[a: number, b: number], number> = task(import.meta, function add(a, b) {
  return a + b;
});

export const doubleLater: Task<[n: number], Promise<number>> = task(import.meta, async function doubleLater(n) {
  await Promise.resolve();
  return 2 * n;
});

/** The arguments that it has. */
export const given: Task<unknown[], unknown[]> = task(import.meta, function given(...args) {
  return args;
});

export const echo: Task<[value: unknown], unknown> = task(import.meta, function echo(value) {
  return value;
});

export const throwValue: Task<[value: unknown], never> = task(import.meta, function throwValue(value) {
  throw value;
});

export const throwRangeError: Task<[message: string], number> = task(import.meta, function throwRangeError(message) {
  throw Object.assign(new RangeError(message, { cause: new TypeError('the cause') }), { code: 'ERR_OF_THE_TEST' });
});

/** Throws for `bad`, doubles all others. */
export const doubleAllBut: Task<[bad: number, n: number], number> = task(import.meta, function doubleAllBut(bad, n) {
  if (n === bad) {
    throw new RangeError(`bad: ${n}`);
  }
  return 2 * n;
});

/** As `doubleAllBut(3, n)`. */
export const doubleAllButThree: Task<[n: number], number> = task(import.meta, function doubleAllButThree(n) {
  return doubleAllBut(3, n);
});

export const describeTask: Task<[], { name: string | undefined; attempt: number | undefined }> = task(
  import.meta,
  function describeTask() {
    const current = currentTask();
    return { name: current?.name, attempt: current?.attempt };
  },
);

/** Fails until its try `n`, and answers which that was. */
export const succeedAtTry: Task<[n: number], number> = task(import.meta, function succeedAtTry(n) {
  const attempt = currentTask()?.attempt ?? 0;
  if (attempt < n) {
    throw new RangeError(`try ${attempt}`);
  }
  return attempt;
});

/** Never ends, and has no timer, socket or other thing that the event loop knows. */
export const waitForNothing: Task<[], Promise<void>> = task(import.meta, function waitForNothing() {
  return new Promise<void>(() => {});
});

/** Says `text` at the gate, and waits there until it is let in; does not listen to its signal. */
export const passGate: Task<[port: number, text: string], Promise<string>> = task(
  import.meta,
  async function passGate(port, text) {
    await letIn(arrive(port, text));
    return text;
  },
);

/** As `passGate`, of one argument for `map`: `port` and `text` in one. */
export const passGateAs: Task<[visit: { port: number; text: string }], Promise<string>> = task(
  import.meta,
  function passGateAs({ port, text }) {
    return passGate(port, text);
  },
);

/** As `passGate`; when its signal aborts it says the reason at the gate, and fails with it. */
export const passGateOrStop: Task<[port: number, text: string], Promise<string>> = task(
  import.meta,
  async function passGateOrStop(port, text) {
    const signal = currentTask()?.signal;
    const socket = arrive(port, text);
    const stopped = new Promise<never>((_resolve, reject) => {
      signal?.addEventListener('abort', () => {
        const reason = signal.reason as Error;
        socket.end(`${reason.name}: ${reason.message}\n`);
        reject(reason);
      });
    });
    await Promise.race([letIn(socket), stopped]);
    return text;
  },
);

/** Waits for another task of its own executor, `depth` levels of them, in the way that `how` says. */
export const doubleInside: Task<[how: How, depth: number, n: number], Promise<number>> = task(
  import.meta,
  async function doubleInside(how, depth, n) {
    const executor = ownExecutor();
    const submit = (): Future<number> =>
      depth <= 1 ? executor.submit(doubleLater, n) : executor.submit(doubleInside, how, depth - 1, n);
    return ways[how](executor, submit, n);
  },
);

export type How = 'await' | 'result' | 'wait' | 'asCompleted' | 'map' | 'dependency';

const ways: Record<How, (executor: Executor, submit: () => Future<number>, n: number) => Promise<number>> = {
  await: async (_executor, submit) => await submit(),
  result: (_executor, submit) => submit().result(),
  wait: async (_executor, submit) => {
    const { done } = await wait([submit(), submit()]);
    const [first] = done;
    return (await first) ?? NaN;
  },
  asCompleted: async (_executor, submit) => {
    let last = NaN;
    for await (const future of asCompleted([submit(), submit()])) {
      last = await future;
    }
    return last;
  },
  map: async (executor, submit, n) => {
    const own = await submit();
    const [first = NaN] = await executor.map(double, [n, n, n]).toArray();
    return Math.max(own, first);
  },
  dependency: async (executor, submit) => await executor.submit(add, submit(), 0),
};

/** Passes the gate, shuts its own executor down, and answers when that has resolved. */
export const shutDownInside: Task<[port: number], Promise<string>> = task(
  import.meta,
  async function shutDownInside(port) {
    const executor = ownExecutor();
    await letIn(arrive(port, 'shuts down'));
    await executor.shutdown();
    return 'shut down';
  },
);

/** Has another task do `shutDownInside`, and waits for it. */
export const awaitShutDownInside: Task<[port: number], Promise<string>> = task(
  import.meta,
  async function awaitShutDownInside(port) {
    return await ownExecutor().submit(shutDownInside, port);
  },
);

/** As `awaitShutDownInside`, but it passes the gate itself before it waits. */
export const awaitShutDownLater: Task<[port: number], Promise<string>> = task(
  import.meta,
  async function awaitShutDownLater(port) {
    const inner = ownExecutor().submit(shutDownInside, port);
    await letIn(arrive(port, 'waits later'));
    return await inner;
  },
);

/** Passes the gate, then submits to its own executor; answers the code of the error. */
export const submitInside: Task<[port: number], Promise<unknown>> = task(
  import.meta,
  async function submitInside(port) {
    const executor = ownExecutor();
    await letIn(arrive(port, 'submits'));
    try {
      return await executor.submit(double, 1);
    } catch (error) {
      return (error as { code?: unknown }).code;
    }
  },
);

export function ownExecutor(): Executor {
  const executor = currentTask()?.executor;
  if (executor === undefined) {
    throw new Error('Expected to run in a task, got no current task');
  }
  return executor;
}

/** Says `text` at the gate. */
export function arrive(port: number, text: string): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.write(`${text}\n`);
  return socket;
}

/** Resolves once the gate lets it in, or is gone. */
export function letIn(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const goOn = (): void => {
      socket.end();
      resolve();
    };
    socket.once('data', goOn);
    socket.once('close', goOn);
    socket.once('error', goOn);
  });
}
