import { LineNode, Line, onAbort, TimeoutError, Waiters } from '@heddle/queue/waiting';
import { Deadline } from '../deadline.ts';
import { type Future, lookAt, watch } from '../future.ts';
import { noteWaitForAny } from '../note-wait.ts';
import type { Outcome } from '../outcome.ts';
import { ChunkSizer } from './chunk-sizer.ts';
import { closeSource, type ItemSource, openSource } from './item-source.ts';
import { checkMapOptions, type MapOptions, type MapResults } from './map-options.ts';

type ArgList = readonly unknown[];

/** What a map needs of an executor, or of a view of one. */
export interface MapTarget {
  readonly maxWorkers: number;
  /** Whether items may travel together. */
  readonly mayChunk: boolean;
  submit(args: ArgList): Future<unknown>;
  /** Answers an array of outcomes. */
  submitChunk(argLists: readonly ArgList[], settled: boolean): Future<unknown>;
}

/** One item, from when it is pulled until its result is taken. */
class Item extends LineNode {
  readonly args: ArgList;
  outcome: Outcome<unknown> | undefined = undefined;

  constructor(args: ArgList) {
    super();
    this.args = args;
  }
}

type State =
  | { readonly name: 'open' }
  /** It has ended, and the next `next()` says why. */
  | { readonly name: 'failed'; readonly error: unknown }
  | { readonly name: 'over' };

/**
 * A map as it goes: pulls items while fewer than `bufferSize` are held, submits them (in chunks), and hands their outcomes out.
 *
 * Hand-written, not a generator: it begins at the call, and leaving it waits for nothing.
 */
export class MapRun implements MapResults<unknown> {
  #state: State = { name: 'open' };
  readonly #target: MapTarget;
  readonly #toArgs: (item: unknown) => ArgList;
  #options: MapOptions = {};
  #deadline: Deadline = new Deadline(undefined);
  #sizer: ChunkSizer = new ChunkSizer(1);
  /** Open exactly while it may have more. */
  #source: ItemSource | undefined = undefined;
  #isPulling = false;
  /** Pulled and not yet taken. */
  #held = 0;
  #limit = Infinity;
  /** Pulled and not yet submitted: those from `#submitted` on. */
  #backlog: Item[] = [];
  #submitted = 0;
  readonly #inFlight: Set<Future<unknown>> = new Set();
  /** In the order in which they are handed out: of an ordered map all that are held, else those that are done. */
  readonly #items: Line<Item> = new Line();
  /** Those who called `next()`: exactly while the first item is not done. */
  readonly #waiters: Waiters<IteratorResult<unknown, undefined> | Promise<IteratorResult<unknown, undefined>>> =
    new Waiters();
  #stopListening: (() => void) | undefined = undefined;

  constructor(target: MapTarget, items: unknown, options: MapOptions | undefined, toArgs: (item: unknown) => ArgList) {
    this.#target = target;
    this.#toArgs = toArgs;
    try {
      this.#options = checkMapOptions(options);
      const { signal, timeout, bufferSize, chunkSize = 1 } = this.#options;
      signal?.throwIfAborted();
      this.#deadline = new Deadline(timeout);
      this.#sizer = new ChunkSizer(target.mayChunk ? chunkSize : 1);
      this.#source = openSource(items);
      this.#limit = bufferSize ?? (this.#source.kind === 'async' ? 2 * target.maxWorkers : Infinity);
      if (signal !== undefined) {
        this.#stopListening = onAbort(signal, () => {
          this.#fail(signal.reason);
        });
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#pump();
  }

  async next(): Promise<IteratorResult<unknown, undefined>> {
    if (this.#state.name === 'failed') {
      const { error } = this.#state;
      this.#state = { name: 'over' };
      throw error;
    }
    const item = this.#state.name === 'over' ? undefined : this.#takeDone();
    if (item !== undefined) {
      return this.#give(item);
    }
    if (this.#state.name === 'over' || this.#isExhausted) {
      this.#end({ name: 'over' });
      return { done: true, value: undefined };
    }
    const waitEnded = noteWaitForAny(this.#inFlight);
    try {
      return await this.#wait();
    } finally {
      waitEnded?.();
    }
  }

  return(): Promise<IteratorResult<unknown, undefined>> {
    this.#end({ name: 'over' });
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async toArray(): Promise<unknown[]> {
    const results: unknown[] = [];
    for await (const result of this) {
      results.push(result);
    }
    return results;
  }

  /** Nothing is held, and nothing will come. */
  get #isExhausted(): boolean {
    return this.#source === undefined && this.#held === 0;
  }

  async #wait(): Promise<IteratorResult<unknown, undefined>> {
    const { timeout } = this.#deadline.remaining(undefined);
    const onTimeout = (): TimeoutError =>
      new TimeoutError(
        `Expected the map to be done within ${this.#deadline.timeout} ms, got ${this.#held} items without a result`,
      );
    try {
      if (timeout === 0) {
        throw onTimeout();
      }
      return await this.#waiters.wait({ timeout }, onTimeout, undefined);
    } catch (error) {
      this.#end({ name: 'over' });
      throw error;
    }
  }

  /** Pulls what there is room for, and submits what makes a chunk. */
  #pump(): void {
    try {
      while (
        this.#state.name === 'open' &&
        this.#source !== undefined &&
        this.#held < this.#limit &&
        !this.#isPulling
      ) {
        this.#pull(this.#source);
      }
      for (let chunk = this.#nextChunk(); chunk > 0; chunk = this.#nextChunk()) {
        this.#submitted += chunk;
        this.#submit(this.#backlog.slice(this.#submitted - chunk, this.#submitted));
      }
      if (this.#submitted === this.#backlog.length) {
        this.#backlog = [];
        this.#submitted = 0;
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #pull(source: ItemSource): void {
    if (source.kind === 'sync') {
      this.#pulled(source.iterator.next());
      return;
    }
    this.#isPulling = true;
    source.iterator.next().then(
      (result) => {
        this.#isPulling = false;
        if (this.#state.name === 'open') {
          this.#pulled(result);
          this.#pump();
          this.#handOut();
        }
      },
      (error: unknown) => {
        this.#source = undefined; // it has ended by itself
        this.#fail(error);
      },
    );
  }

  #pulled(result: IteratorResult<unknown>): void {
    if (result.done === true) {
      this.#source = undefined;
      return;
    }
    const item = new Item(this.#toArgs(result.value));
    this.#held += 1;
    this.#backlog.push(item);
    if (this.#options.ordered !== false) {
      this.#items.add(item);
    }
  }

  /** How many items of the backlog to submit now. */
  #nextChunk(): number {
    const { size, adapts } = this.#sizer;
    const waiting = this.#backlog.length - this.#submitted;
    if (
      this.#state.name !== 'open' ||
      waiting === 0 ||
      (adapts && this.#inFlight.size >= 2 * this.#target.maxWorkers)
    ) {
      return 0;
    }
    if (waiting >= size || this.#source === undefined) {
      return Math.min(waiting, size);
    }
    // The buffer is full and smaller than a chunk: better a small one than an idle worker.
    return this.#held >= this.#limit && this.#inFlight.size < this.#target.maxWorkers ? waiting : 0;
  }

  #submit(items: Item[]): void {
    const [first] = items;
    const isChunk = this.#sizer.adapts || this.#sizer.size > 1;
    const settled = this.#options.settled === true;
    const future =
      isChunk || first === undefined
        ? this.#target.submitChunk(
            Array.from(items, (item) => item.args),
            settled,
          )
        : this.#target.submit(first.args);
    this.#inFlight.add(future);
    const since = performance.now();
    const share = Math.max(1, this.#inFlight.size / this.#target.maxWorkers);
    const onDone = (): void => {
      if (this.#inFlight.delete(future)) {
        this.#sizer.measured(items.length, (performance.now() - since) / share);
        this.#arrived(items, isChunk, lookAt(future));
      }
    };
    if (future.done()) {
      onDone();
    } else {
      watch(future, onDone);
    }
  }

  #arrived(items: Item[], isChunk: boolean, end: ReturnType<typeof lookAt>): void {
    for (const [index, item] of items.entries()) {
      const failure: Outcome<unknown> = { ok: false, error: end?.ok === true ? undefined : end?.error };
      if (end?.ok !== true) {
        item.outcome = failure;
      } else {
        item.outcome = isChunk ? (end.value as Outcome<unknown>[])[index] : { ok: true, value: end.value };
      }
      if (this.#options.ordered === false && item.outcome !== undefined) {
        this.#items.add(item);
      }
    }
    this.#handOut();
    this.#pump();
  }

  /** Wakes whoever waits, with what is done. */
  #handOut(): void {
    while (this.#waiters.size > 0 && this.#state.name === 'open') {
      const item = this.#takeDone();
      if (item !== undefined) {
        const waiter = this.#waiters.shift();
        waiter?.resolve(this.#give(item)); // a failed item's promise rejects: so does the waiter's
      } else if (this.#isExhausted) {
        this.#end({ name: 'over' });
      } else {
        return;
      }
    }
  }

  #takeDone(): Item | undefined {
    const item = this.#items.first;
    if (item?.outcome === undefined) {
      return undefined;
    }
    this.#items.shift();
    this.#held -= 1;
    return item;
  }

  async #give({ outcome }: Item): Promise<IteratorResult<unknown, undefined>> {
    const failed = outcome?.ok === false;
    if (failed && this.#options.settled !== true) {
      this.#end({ name: 'over' });
      throw outcome.error;
    }
    this.#pump();
    const value = outcome?.ok === true ? outcome.value : undefined;
    if (this.#options.settled !== true) {
      return { done: false, value };
    }
    return {
      done: false,
      value: failed ? { status: 'rejected', reason: outcome.error } : { status: 'fulfilled', value },
    };
  }

  /** Ends the iteration; `error` goes to whoever waits first, or to the next `next()`. */
  #fail(error: unknown): void {
    if (this.#state.name !== 'open') {
      return;
    }
    const waiter = this.#waiters.shift();
    this.#end(waiter === undefined ? { name: 'failed', error } : { name: 'over' });
    waiter?.reject(error);
  }

  /** Cancels what has not started; what runs is left alone, and nothing is waited for. */
  #end(state: State): void {
    if (this.#state.name !== 'open') {
      this.#state = state;
      return;
    }
    this.#state = state;
    this.#stopListening?.();
    const unfinished = [...this.#inFlight];
    this.#inFlight.clear();
    this.#backlog = [];
    if (this.#source !== undefined) {
      closeSource(this.#source);
      this.#source = undefined;
    }
    for (let waiter = this.#waiters.shift(); waiter !== undefined; waiter = this.#waiters.shift()) {
      waiter.resolve({ done: true, value: undefined });
    }
    for (const future of unfinished) {
      lookAt(future);
      future.cancel();
    }
  }
}
