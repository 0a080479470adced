/** The parts of `AsyncLocalStorage` that are used here. */
export interface Storage<S> {
  getStore(): S | undefined;
  run<R>(store: S, fn: () => R): R;
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

/**
 * The asynchronous context in which it is made, to run something in later: a snapshot by itself, and the base of what takes one along.
 *
 * One is made for each call that is submitted: `AsyncLocalStorage.snapshot` costs several times as much, and an object of its own beside each call half as much again.
 */
export const Scope: new () => Snapshot = hooks === undefined ? bareScope() : scopeOf(hooks.AsyncResource);

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

/** The asynchronous context of the caller. */
export function takeSnapshot(): Snapshot {
  return new Scope();
}

/** Where Node.js has no `AsyncContextFrame`, a scope remembers what was entered in it. */
const scopesRemember = hooks !== undefined && remembers(hooks);

function remembers({ AsyncLocalStorage }: AsyncHooks): boolean {
  const probe = new AsyncLocalStorage<boolean>();
  const scope = takeSnapshot();
  scope.runInAsyncScope(() => {
    probe.enterWith(true);
  });
  const isRemembered = scope.runInAsyncScope(() => probe.getStore() === true);
  probe.disable();
  return isRemembered;
}

/** The context of `scope`, for another call: no call finds what one before it has entered. */
export function anotherScope(scope: Snapshot): Snapshot {
  return scopesRemember ? scope.runInAsyncScope(takeSnapshot) : scope;
}

/** A value for the whole of a call, also after its first `await`; where there is no `AsyncLocalStorage`, until its first `await`. */
export function createStorage<S>(): Storage<S> {
  return hooks === undefined ? new SynchronousStorage<S>() : new hooks.AsyncLocalStorage<S>();
}

/** Calls `fn(...args)` in `scope`, and with `store` in place of what `storage` has there. What it does to its context nobody else sees. */
export function runWith<S, A extends unknown[], R>(
  scope: Snapshot,
  storage: Storage<S>,
  store: S,
  fn: (...args: A) => R,
  args: A,
): R {
  // `storage.run` would make two contexts, one to go in and one to come out; leaving the scope leaves this one, too.
  return hooks === undefined
    ? storage.run(store, () => fn(...args))
    : scope.runInAsyncScope<[Storage<S>, S, typeof fn, A], R>(enterAndCall, undefined, storage, store, fn, args);
}

function enterAndCall<S, A extends unknown[], R>(storage: Storage<S>, store: S, fn: (...args: A) => R, args: A): R {
  storage.enterWith(store);
  return fn(...args);
}

class SynchronousStorage<S> implements Storage<S> {
  #store: S | undefined = undefined;

  getStore(): S | undefined {
    return this.#store;
  }

  enterWith(store: S): void {
    this.#store = store;
  }

  run<R>(store: S, fn: () => R): R {
    const before = this.#store;
    this.#store = store;
    try {
      return fn();
    } finally {
      this.#store = before;
    }
  }
}
