/** The parts of `AsyncLocalStorage` that are used here. */
export interface Storage<S> {
  getStore(): S | undefined;
  run<A extends unknown[], R>(store: S, fn: (...args: A) => R, ...args: A): R;
  enterWith(store: S): void;
}

interface AsyncHooks {
  AsyncLocalStorage: new <S>() => Storage<S> & { disable(): void };
  AsyncResource: new (type: string, options: { requireManualDestroy: boolean }) => Snapshot;
}

/** Calls a function in the context that was current when the snapshot was taken. */
export interface Snapshot {
  runInAsyncScope<A extends unknown[], R>(fn: (...args: A) => R, thisArg?: unknown, ...args: A): R;
}

interface Host {
  process?: { getBuiltinModule?: (id: string) => unknown };
}

// Not an import: there is none in a browser.
const hooks = (globalThis as Host).process?.getBuiltinModule?.('node:async_hooks') as AsyncHooks | undefined;

const Scope: new () => Snapshot = hooks === undefined ? bareScope() : scopeOf(hooks.AsyncResource);

function scopeOf(AsyncResource: AsyncHooks['AsyncResource']): new () => Snapshot {
  const options = { requireManualDestroy: true };
  return class extends AsyncResource {
    constructor() {
      super('HeddleTask', options);
    }
  };
}

function bareScope(): new () => Snapshot {
  return class {
    runInAsyncScope<A extends unknown[], R>(fn: (...args: A) => R, _thisArg?: unknown, ...args: A): R {
      return fn(...args);
    }
  };
}

/** The asynchronous context of the caller. (`AsyncLocalStorage.snapshot` costs several times as much.) */
export function takeSnapshot(): Snapshot {
  return new Scope();
}

/** The context in which this was loaded: no task's. What is no task's runs in there, and so the rest of Heddle need not be loaded before the first task: a worker loads most of it only as one asks for it. */
export const outside: Snapshot = takeSnapshot();

/** What is told of scopes here: whether one remembers what was entered in it, and by which of its properties two of the same context are known. */
const { scopesRemember, frame } = hooks === undefined ? { scopesRemember: false, frame: undefined } : examine(hooks);

/**
 * Without `AsyncContextFrame` a scope remembers what was entered in it. With it, each context is an object that never changes, and a scope holds the one of its own: under which key
 * Node.js does not tell, so it is looked for. Where it is not found, scopes are not shared.
 */
function examine({ AsyncLocalStorage }: AsyncHooks): { scopesRemember: boolean; frame: symbol | undefined } {
  const probe = new AsyncLocalStorage<number>();
  const scope = takeSnapshot();
  const probed = (): [Held, Held] => {
    probe.enterWith(1);
    return [takeSnapshot() as Held, takeSnapshot() as Held];
  };
  const [one, same] = scope.runInAsyncScope(probed);
  const scopesRemember = scope.runInAsyncScope(() => probe.getStore() === 1);
  const [other] = scope.runInAsyncScope(probed);
  probe.disable();
  const isFrame = (key: symbol): boolean =>
    typeof one[key] === 'object' && one[key] === same[key] && one[key] !== other[key];
  return { scopesRemember, frame: Object.getOwnPropertySymbols(one).find(isFrame) };
}

type Held = Snapshot & Record<symbol, unknown>;

/** As {@link takeSnapshot}; `other` where that is of the same context: an object less for each call that waits. */
export function shareSnapshot(other: Snapshot | undefined): Snapshot {
  const scope = takeSnapshot();
  return frame !== undefined && other !== undefined && (other as Held)[frame] === (scope as Held)[frame]
    ? other
    : scope;
}

/** The context of `scope`, for another call: no call finds what one before it has entered. */
export function anotherScope(scope: Snapshot): Snapshot {
  return scopesRemember ? scope.runInAsyncScope(takeSnapshot) : scope;
}

/** A value for the whole of a call, also after its first `await`; where there is no `AsyncLocalStorage`, until its first `await`. */
export function createStorage<S>(): Storage<S> {
  return hooks === undefined ? new SynchronousStorage<S>() : new hooks.AsyncLocalStorage<S>();
}

/** Calls `call(fn, args)` in `scope`, and with `store` in place of what `storage` has there. What it does to its context nobody else sees. */
export function runWith<S, F, A, R>(
  scope: Snapshot,
  storage: Storage<S>,
  store: S,
  call: (fn: F, args: A) => R,
  fn: F,
  args: A,
): R {
  // `storage.run` would make two contexts, one to go in and one to come out; leaving the scope leaves this one, too.
  return hooks === undefined
    ? storage.run(store, call, fn, args)
    : scope.runInAsyncScope<[Storage<S>, S, typeof call, F, A], R>(enter, undefined, storage, store, call, fn, args);
}

function enter<S, F, A, R>(storage: Storage<S>, store: S, call: (fn: F, args: A) => R, fn: F, args: A): R {
  storage.enterWith(store);
  return call(fn, args);
}

class SynchronousStorage<S> implements Storage<S> {
  #store: S | undefined = undefined;

  getStore(): S | undefined {
    return this.#store;
  }

  enterWith(store: S): void {
    this.#store = store;
  }

  run<A extends unknown[], R>(store: S, fn: (...args: A) => R, ...args: A): R {
    const before = this.#store;
    this.#store = store;
    try {
      return fn(...args);
    } finally {
      this.#store = before;
    }
  }
}
