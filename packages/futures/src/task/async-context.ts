/** The parts of `AsyncLocalStorage` that are used here. */
interface Storage<S> {
  getStore(): S | undefined;
  run<R>(store: S, fn: () => R): R;
}

interface AsyncHooks {
  AsyncLocalStorage: new <S>() => Storage<S>;
  AsyncResource: new (type: string, options: { requireManualDestroy: boolean }) => Snapshot;
}

/** Calls a function in the context that was current when the snapshot was taken. */
export interface Snapshot {
  runInAsyncScope<R>(fn: () => R): R;
}

interface Host {
  process?: { getBuiltinModule?: (id: string) => unknown };
}

// Not an import: there is none in a browser.
const hooks = (globalThis as Host).process?.getBuiltinModule?.('node:async_hooks') as AsyncHooks | undefined;

const here: Snapshot = { runInAsyncScope: (fn) => fn() };

/** The asynchronous context of the caller, to run something in later. One is taken for each call that is submitted: `AsyncLocalStorage.snapshot` costs several times as much. */
export function takeSnapshot(): Snapshot {
  return hooks === undefined ? here : new hooks.AsyncResource('HeddleTask', { requireManualDestroy: true });
}

/** A value for the whole of a call, also after its first `await`; where there is no `AsyncLocalStorage`, until its first `await`. */
export function createStorage<S>(): Storage<S> {
  return hooks === undefined ? new SynchronousStorage<S>() : new hooks.AsyncLocalStorage<S>();
}

class SynchronousStorage<S> implements Storage<S> {
  #store: S | undefined = undefined;

  getStore(): S | undefined {
    return this.#store;
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
