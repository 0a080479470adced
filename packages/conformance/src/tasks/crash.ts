import { parentPort, threadId } from 'node:worker_threads';
import { inspect } from 'node:util';
import { currentTask, task, type TaskInfo } from '@heddle/futures';
import { arrive, letIn, passGate } from './basic.ts';

type Task<A extends unknown[], R> = ((...args: A) => R) & TaskInfo;

/** Which worker this is: no two have the same, at any time. */
export const whichWorker: Task<[], string> = task(import.meta, function whichWorker() {
  return `${process.pid}:${threadId}`;
});

/** How a worker can be ended from inside. */
export type End =
  | 'process.exit(0)'
  | 'process.exit(3)'
  | 'process.abort()'
  | 'SIGKILL'
  | 'an error from a timer'
  | 'an undefined from a timer'
  | 'a rejection that nobody handles';

const ends: Record<End, () => unknown> = {
  'process.exit(0)': () => process.exit(0),
  'process.exit(3)': () => process.exit(3),
  'process.abort()': () => process.abort(),
  SIGKILL: () => process.kill(process.pid, 'SIGKILL'),
  'an error from a timer': () =>
    setImmediate(() => {
      throw Object.assign(new RangeError('from a timer'), { code: 'ERR_OF_THE_TEST' });
    }),
  'an undefined from a timer': () =>
    setImmediate(() => {
      throw undefined;
    }),
  'a rejection that nobody handles': () => {
    void Promise.reject(new RangeError('nobody handles it'));
  },
};

/** Ends its worker, and never returns. */
export const endWorker: Task<[how: End], Promise<never>> = task(import.meta, function endWorker(how) {
  ends[how]();
  return new Promise<never>(() => {});
});

/** Ends its worker where it is told to. */
export const endWorkerIf: Task<[how: End | undefined], unknown> = task(import.meta, function endWorkerIf(how) {
  return how === undefined ? 'alive' : endWorker(how);
});

/** Passes the gate, then ends its worker. */
export const endWorkerAtGate: Task<[port: number, text: string, how: End], Promise<never>> = task(
  import.meta,
  async function endWorkerAtGate(port, text, how) {
    await letIn(arrive(port, text));
    return endWorker(how);
  },
);

/** Returns at once, and ends its worker as the gate lets it in. */
export const endWorkerLater: Task<[port: number, how: End], string> = task(
  import.meta,
  function endWorkerLater(port, how) {
    void letIn(arrive(port, 'later')).then(() => ends[how]());
    return 'returned';
  },
);

/** Says `text` at the gate, and then keeps its thread busy for ever. */
export const loopAtGate: Task<[port: number, text: string], Promise<never>> = task(
  import.meta,
  async function loopAtGate(port, text) {
    const socket = arrive(port, text);
    await new Promise((resolve) => {
      socket.write('loops\n', resolve);
    });
    for (;;);
  },
);

export const fillMemory: Task<[], never> = task(import.meta, function fillMemory() {
  const all: unknown[] = [];
  for (;;) {
    all.push(Array.from({ length: 10_000 }, (_, n) => ({ n })));
  }
});

export const overflowStack: Task<[], number> = task(import.meta, function overflowStack(): number {
  return 1 + overflowStack();
});

class WithMethod {
  readonly size = 3;
  readonly onChange = (): number => this.size;
}

/** What cannot cross, by name. */
const uncloneable: Readonly<Record<string, () => unknown>> = {
  'a function': () => () => 1,
  'an instance with a function in a field': () => new WithMethod(),
  'a WeakMap': () => new WeakMap(),
  'a symbol': () => Symbol('s'),
  'a getter that throws': () => ({
    get price() {
      throw new RangeError('no price');
    },
  }),
  'a getter that overflows the stack': () => ({
    get price() {
      return overflowStack();
    },
  }),
  'a proxy that throws': () =>
    new Proxy(
      {},
      {
        ownKeys() {
          throw new RangeError('no keys');
        },
      },
    ),
};

export const everyUncloneable: readonly string[] = Object.keys(uncloneable);

export function makeUncloneable(kind: string): unknown {
  return uncloneable[kind]?.();
}

/** Returns what cannot cross; for `'a number'`, a number. */
export const returnUncloneable: Task<[kind: string], unknown> = task(import.meta, function returnUncloneable(kind) {
  return kind === 'a number' ? 42 : makeUncloneable(kind);
});

/** Arrays in arrays in arrays: a clone of it needs a deep stack. */
export const returnDeep: Task<[depth: number], unknown> = task(import.meta, function returnDeep(depth) {
  let value: unknown = [];
  for (let level = 0; level < depth; level += 1) {
    value = [value];
  }
  return value;
});

/** Takes what it is given, and does not look at it. */
export const ignore: Task<[value: unknown], string> = task(import.meta, function ignore() {
  return 'ignored';
});

export const makeBytes: Task<[size: number], Uint8Array> = task(import.meta, function makeBytes(size) {
  return new Uint8Array(size).fill(7);
});

/** Uses for itself what its worker may be spoken to with: says all manner of things, `count` of each, some of which look like those of an executor. */
export const flood: Task<[count: number], string> = task(import.meta, function flood(count) {
  const say = (message: unknown): void => {
    if (parentPort === null) {
      process.send?.(message);
    } else {
      parentPort.postMessage(message, []);
    }
  };
  const text = 'x'.repeat(1_000);
  for (let n = 0; n < count; n += 1) {
    const outcome = { type: 'outcome', id: n, outcome: { type: 'value', value: 'forged' } }; // its own, for some n
    for (const message of [text, n, [outcome], { type: 'ready' }, { heddle: 'x', message: [outcome] }, { heddle: n }]) {
      say(message);
    }
  }
  return 'said';
});

/** Takes off everybody who listens to what its worker is spoken to with. */
export const takeListenersOff: Task<[of: 'messages' | 'everything'], string> = task(
  import.meta,
  function takeListenersOff(of) {
    for (const emitter of parentPort === null ? [process] : [process, parentPort]) {
      if (of === 'messages') {
        emitter.removeAllListeners('message');
      } else {
        emitter.removeAllListeners();
      }
    }
    return 'off';
  },
);

/** Takes `process.send` away, as one does to keep a library from using it. */
export const takeSendAway: Task<[], string> = task(import.meta, function takeSendAway() {
  delete process.send;
  return 'taken';
});

/** Closes what its worker may be spoken to with. */
export const hangUp: Task<[], string> = task(import.meta, function hangUp() {
  parentPort?.close();
  process.disconnect?.();
  return 'hung up';
});

/** Two calls of it on one worker end in the same turn: the first waits for the second. */
export const endTogether: Task<[n: number], Promise<number>> = task(import.meta, async function endTogether(n) {
  if (other === undefined) {
    other = Promise.withResolvers();
    await other.promise;
  } else {
    other.resolve();
    other = undefined;
  }
  return n;
});

let other: PromiseWithResolvers<void> | undefined;

/** Waits at the gate until its signal aborts, says there what its `reason` is, and ends well. */
export const tellReason: Task<[port: number, text: string], Promise<string>> = task(
  import.meta,
  async function tellReason(port, text) {
    const signal = currentTask()?.signal;
    const socket = arrive(port, text);
    socket.on('error', () => {}); // the test is over
    if (signal?.aborted === false) {
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve, { once: true });
      });
    }
    const reason: unknown = signal?.reason;
    const said = reason instanceof Error ? `${reason.name}: ${reason.message}` : inspect(reason);
    socket.end(`${said}\n`);
    return text;
  },
);

/** As `tellReason`, of one argument for `map`, and counts how many have begun. */
export const tellReasonAs: Task<[visit: { port: number; text: string }], Promise<string>> = task(
  import.meta,
  function tellReasonAs({ port, text }) {
    begun += 1;
    return tellReason(port, text);
  },
);

let begun = 0;

/** How many of `tellReasonAs` have begun on this worker since this was asked last. */
export const countBegun: Task<[], number> = task(import.meta, function countBegun() {
  const count = begun;
  begun = 0;
  return count;
});

/** Has a task of its own executor pass the gate, and waits for it, or for its signal. */
export const waitForInner: Task<[port: number, listens: boolean], Promise<string>> = task(
  import.meta,
  async function waitForInner(port, listens) {
    const current = currentTask();
    const inner = current?.executor.submit(passGate, port, 'inner');
    const stopped = new Promise<string>((resolve) => {
      if (listens) {
        current?.signal.addEventListener('abort', () => resolve('stopped'), { once: true });
      }
    });
    return Promise.race([inner ?? 'no executor', stopped]);
  },
);

/** An initializer or a finalizer that fails. */
export const failHook: Task<[], never> = task(import.meta, function failHook() {
  throw Object.assign(new RangeError('no connection'), { code: 'ERR_OF_THE_TEST' });
});

/** An initializer or a finalizer that ends its worker. */
export const exitHook: Task<[], never> = task(import.meta, function exitHook() {
  return process.exit(7);
});

let modules = 0;

/** A task of a module with this source, for workers alone: it is imported there, and nowhere else. */
export function taskOf(source: string): Task<[], unknown> {
  modules += 1; // a module of its own for each
  const url = `data:text/javascript,${encodeURIComponent(`${source}\n// ${modules}`)}`;
  return task(url, () => {}, { name: 'work' });
}

export function taskOfNoModule(): Task<[], unknown> {
  modules += 1;
  return task(new URL(`no-such-module-${modules}.js`, import.meta.url), () => {}, { name: 'work' });
}
