import { describe } from '@heddle/queue/values';

/** What `propagate` needs of a storage: an `AsyncLocalStorage` has it. */
export interface PropagatedStorage<S = unknown> {
  /** Asked at `submit`; `undefined` does not travel. */
  getStore(): S | undefined;
  /** Called around the task, with what `getStore` answered or a clone of it. */
  run<R>(store: S, fn: () => R): R;
}

/** What a call takes along: a name and a store for each storage that had one. */
export type Stores = readonly (readonly [name: string, store: unknown])[];

const STORAGES = Symbol.for('heddle.storages');

/** On `globalThis`: where two copies of this package are loaded, what the one registers the other must find. */
const storages: Map<string, PropagatedStorage> = ((globalThis as Record<symbol, unknown>)[STORAGES] ??=
  new Map()) as Map<string, PropagatedStorage>;

/**
 * Has the store of `storage` cross over with each call: what is current at `submit` is current in the task, on every executor.
 *
 * Call it on both sides, so at the top level of a module that the task's module imports. A worker ignores a name that it does not know.
 * A store crosses as a structured clone; one that cannot be cloned fails the call with `TransferError`.
 *
 * @param storage - an `AsyncLocalStorage`, or anything with its `getStore` and `run`
 * @throws {TypeError} an argument is none, or the name belongs to another storage
 * @example
 * export const requestId = new AsyncLocalStorage<string>();
 * propagate('my-app.request-id', requestId);
 */
export function propagate<S>(name: string, storage: PropagatedStorage<S>): void {
  if (typeof name !== 'string' || name === '') {
    throw new TypeError(`Expected name to be a string that is not empty, got ${describe(name)}`);
  }
  if (!isStorage(storage)) {
    throw new TypeError(
      `Expected storage to have getStore and run, as AsyncLocalStorage has, got ${describe(storage)}`,
    );
  }
  const other = storages.get(name);
  if (other !== undefined && other !== storage) {
    throw new TypeError(
      `Expected each storage to have a name of its own, got a second one for ${JSON.stringify(name)}: prefix it with the name of your package`,
    );
  }
  storages.set(name, storage);
}

/** Whether any storage was given to {@link propagate}. */
export function hasStorages(): boolean {
  return storages.size > 0;
}

/** The stores that are current here; and, as they are, those of `passedOn` whose names this thread does not know. */
export function captureStores(passedOn?: Stores): Stores | undefined {
  if (storages.size === 0) {
    return passedOn;
  }
  const stores: (readonly [string, unknown])[] = [];
  for (const [name, storage] of storages) {
    const store = storage.getStore();
    if (store !== undefined) {
      stores.push([name, store]);
    }
  }
  for (const entry of passedOn ?? []) {
    if (!storages.has(entry[0])) {
      stores.push(entry);
    }
  }
  return stores.length === 0 ? undefined : stores;
}

/** Calls `fn` with each store in place whose name is known here. */
export function runWithStores<R>(stores: Stores, fn: () => R): R {
  const [first, ...rest] = stores;
  if (first === undefined) {
    return fn();
  }
  const [name, store] = first;
  const inner = (): R => runWithStores(rest, fn);
  const storage = storages.get(name);
  return storage === undefined ? inner() : storage.run(store, inner);
}

function isStorage(storage: unknown): storage is PropagatedStorage {
  const { getStore, run } = (storage ?? {}) as Partial<PropagatedStorage>;
  return typeof getStore === 'function' && typeof run === 'function';
}
