import type { Feed } from './feed.ts';

type AnyIterator = Iterator<unknown, unknown> | AsyncIterator<unknown, unknown>;

type State =
  | { readonly name: 'unopened' }
  /** `inside` exactly while the iterator's own code runs, which `return()` must not enter again. */
  | { readonly name: 'open'; readonly iterator: AnyIterator; inside: boolean }
  | { readonly name: 'over' }
  | { readonly name: 'stopped'; closed: Promise<void> };

/** An iterable or async iterable as a source: pulled one item at a time, each delivered before the next is asked for. */
export class IterableFeed implements Feed {
  readonly size: number | undefined;
  readonly #source: Iterable<unknown> | AsyncIterable<unknown>;
  #state: State = { name: 'unopened' };

  constructor(source: Iterable<unknown> | AsyncIterable<unknown>) {
    this.#source = source;
    this.size = sizeOf(source);
  }

  async pull(deliver: (item: unknown) => Promise<void>): Promise<void> {
    if (this.#state.name === 'stopped') {
      return;
    }
    const iterator = open(this.#source);
    const state: State = { name: 'open', iterator, inside: false };
    this.#state = state;
    for (;;) {
      const step = await this.#next(state);
      if (step === undefined) {
        return;
      }
      await deliver(step.value);
    }
  }

  stop(): void {
    const state = this.#state;
    if (state.name === 'stopped') {
      return;
    }
    // A synchronous iterator that stops the run from within is closed by #next, as soon as it is back from it.
    const closable = state.name === 'open' && !state.inside;
    this.#state = { name: 'stopped', closed: closable ? close(state.iterator) : Promise.resolve() };
  }

  closed(): Promise<void> {
    return this.#state.name === 'stopped' ? this.#state.closed : Promise.resolve();
  }

  /** The next item in a box; `undefined` if there is none, or nobody wants it any more. */
  async #next(state: State & { name: 'open' }): Promise<{ value: unknown } | undefined> {
    if (this.#state !== state) {
      return undefined;
    }
    try {
      const step = await this.#step(state);
      if (step.done !== true) {
        return this.#isOpen(state) ? { value: step.value } : undefined;
      }
    } catch (error) {
      if (this.#isOpen(state)) {
        this.#state = { name: 'over' };
      }
      throw error;
    }
    if (this.#isOpen(state)) {
      this.#state = { name: 'over' };
    }
    return undefined;
  }

  /** A synchronous step in a promise of an object: an item that is itself a promise stays what it is. */
  #step(state: State & { name: 'open' }): Promise<IteratorResult<unknown>> | IteratorResult<unknown> {
    state.inside = true;
    try {
      return state.iterator.next();
    } finally {
      state.inside = false;
      if (this.#state.name === 'stopped') {
        this.#state.closed = close(state.iterator);
      }
    }
  }

  #isOpen(state: State): boolean {
    return this.#state === state;
  }
}

function open(source: Iterable<unknown> | AsyncIterable<unknown>): AnyIterator {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}

/** Calls `return()` at once: also beside a pending `next()`, which an iterator may need to be woken from. */
function close(iterator: AnyIterator): Promise<void> {
  const closed = callReturn(iterator);
  // Read by `closed()`, perhaps later or never.
  closed.catch(() => {});
  return closed;
}

async function callReturn(iterator: AnyIterator): Promise<void> {
  await iterator.return?.();
}

function sizeOf(source: object | string): number | undefined {
  if (typeof source === 'string') {
    return undefined; // its length counts code units, its iterator code points
  }
  if ('length' in source && typeof source.length === 'number') {
    return source.length;
  }
  return 'size' in source && typeof source.size === 'number' ? source.size : undefined;
}
