import { Line, LineNode, onAbort, TimeoutError, Waiters } from '@heddle/queue/waiting';
import { Deadline } from '../deadline.ts';
import { noteWaitForAny } from '../note-wait.ts';
import { takeSnapshot } from '../task/async-context.ts';
import { inTask } from '../task/task-context.ts';
import type { Outcome } from '../outcome.ts';
import { ChunkSender, type MapTarget } from './chunk-sender.ts';
import type { ItemShape } from './item-shape.ts';
import { closeSource, type ItemSource, openSource } from './item-source.ts';
import { checkMapOptions, type MapOptions, type MapResults } from './map-options.ts';
import type { Shipment } from './shipment.ts';

// Longer than most files: pulling, sending and handing out press on each other, and end together.

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
  readonly #shape: ItemShape;
  /** The context of the call: whatever makes the map go on, its source is read, and its tasks are submitted, in there. */
  readonly #scope = takeSnapshot();
  #options: MapOptions = {};
  #deadline: Deadline = new Deadline(undefined);
  #sender: ChunkSender | undefined = undefined;
  /** Open exactly while it may have more. */
  #source: ItemSource | undefined = undefined;
  #isPulling = false;
  /** Pulled and not yet taken. */
  #held = 0;
  #limit = Infinity;
  /** Of a map that is not ordered: what is done and not all taken, first come, first served. */
  readonly #done: Line<Done> = new Line();
  /** Those who called `next()`: exactly while the item whose turn it is is not done. */
  readonly #waiters: Waiters<IteratorResult<unknown, undefined> | Promise<IteratorResult<unknown, undefined>>> =
    new Waiters();
  #stopListening: (() => void) | undefined = undefined;

  constructor(target: MapTarget, shape: ItemShape, items: unknown, options: MapOptions | undefined) {
    this.#shape = shape;
    try {
      this.#options = checkMapOptions(options);
      const { signal, timeout, bufferSize, chunkSize = 1, settled = false } = this.#options;
      signal?.throwIfAborted();
      target.check();
      this.#deadline = new Deadline(timeout);
      const scope = this.#scope;
      this.#sender = new ChunkSender(target, { chunkSize, settled, shape, scope }, (shipment) => {
        this.#arrived(shipment);
      });
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

  next(): Promise<IteratorResult<unknown, undefined>> {
    if (this.#state.name === 'failed') {
      const { error } = this.#state;
      this.#state = { name: 'over' };
      return Promise.reject(error);
    }
    const outcome = this.#take();
    if (outcome !== undefined) {
      return this.#give(outcome);
    }
    if (this.#state.name === 'over' || this.#isExhausted) {
      this.#end({ name: 'over' });
      return Promise.resolve({ done: true, value: undefined });
    }
    return this.#wait();
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
    for (;;) {
      // What is there already takes no promise each.
      for (let outcome = this.#take(); outcome !== undefined; outcome = this.#take()) {
        results.push(this.#open(outcome));
      }
      const next = await this.next();
      if (next.done === true) {
        return results;
      }
      results.push(next.value);
    }
  }

  /** Nothing is held, and nothing will come. */
  get #isExhausted(): boolean {
    return this.#source === undefined && this.#held === 0;
  }

  async #wait(): Promise<IteratorResult<unknown, undefined>> {
    if (inTask()) {
      this.#sender?.makeAll();
    }
    const waitEnded = noteWaitForAny(this.#sender?.inFlight() ?? []);
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
    } finally {
      waitEnded?.();
    }
  }

  /** Pulls what there is room for, and submits what makes a chunk. */
  #pump(): void {
    if (this.#source === undefined && this.#sender?.hasBacklog !== true) {
      return;
    }
    this.#scope.runInAsyncScope(this.#pullAndSend);
  }

  readonly #pullAndSend = (): void => {
    try {
      while (
        this.#state.name === 'open' &&
        this.#source !== undefined &&
        this.#held < this.#limit &&
        !this.#isPulling
      ) {
        this.#pull(this.#source);
      }
      if (this.#state.name === 'open') {
        this.#sender?.send(this.#more);
      }
    } catch (error) {
      this.#fail(error);
    }
  };

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
    const item = this.#shape.check(result.value);
    this.#held += 1;
    this.#sender?.add(item);
  }

  /** Whether items will follow. */
  get #more(): 'never' | 'not yet' | 'soon' {
    if (this.#source === undefined) {
      return 'never';
    }
    return this.#held >= this.#limit ? 'not yet' : 'soon';
  }

  #arrived(shipment: Shipment): void {
    if (this.#options.ordered === false) {
      this.#done.add(new Done(shipment));
    }
    this.#handOut();
    this.#pump();
  }

  /** Wakes whoever waits, with what is done. */
  #handOut(): void {
    while (this.#waiters.size > 0 && this.#state.name === 'open') {
      const outcome = this.#take();
      if (outcome !== undefined) {
        const waiter = this.#waiters.shift();
        waiter?.resolve(this.#give(outcome)); // a failed item's promise rejects: so does the waiter's
      } else if (this.#isExhausted) {
        this.#end({ name: 'over' });
      } else {
        return;
      }
    }
  }

  /** The outcome of the item whose turn it is, if it has one. */
  #take(): Outcome<unknown> | undefined {
    if (this.#state.name !== 'open') {
      return undefined;
    }
    const outcome = this.#options.ordered === false ? this.#takeDone() : this.#sender?.first?.take();
    this.#held -= outcome === undefined ? 0 : 1;
    return outcome;
  }

  #takeDone(): Outcome<unknown> | undefined {
    for (let { first } = this.#done; first !== undefined; { first } = this.#done) {
      const outcome = first.shipment.take();
      if (outcome !== undefined) {
        return outcome;
      }
      this.#done.shift();
    }
    return undefined;
  }

  #give(outcome: Outcome<unknown>): Promise<IteratorResult<unknown, undefined>> {
    try {
      return Promise.resolve({ done: false, value: this.#open(outcome) });
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** What is yielded for an item that was taken; there is room for another then. @throws the error of an item that failed, which ends the map */
  #open(outcome: Outcome<unknown>): unknown {
    const isSettled = this.#options.settled === true;
    if (!outcome.ok && !isSettled) {
      this.#end({ name: 'over' });
      throw outcome.error;
    }
    this.#pump();
    if (!isSettled) {
      return outcome.ok ? outcome.value : undefined;
    }
    return outcome.ok ? { status: 'fulfilled', value: outcome.value } : { status: 'rejected', reason: outcome.error };
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
    if (this.#source !== undefined) {
      const source = this.#source;
      this.#source = undefined;
      this.#scope.runInAsyncScope(() => {
        closeSource(source);
      });
    }
    for (let waiter = this.#waiters.shift(); waiter !== undefined; waiter = this.#waiters.shift()) {
      waiter.resolve({ done: true, value: undefined });
    }
    this.#sender?.stop();
  }
}

/** The place of a shipment that is done. */
class Done extends LineNode {
  readonly shipment: Shipment;

  constructor(shipment: Shipment) {
    super();
    this.shipment = shipment;
  }
}
