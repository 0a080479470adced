import { checkWaitOptions, Line, TimeoutError, Waiters, type WaitOptions } from '@heddle/queue/waiting';
import { Deadline } from './deadline.ts';
import { type Future, unwatch, watch } from './future.ts';
import { checkFutures } from './futures-argument.ts';
import { noteWaitForAny } from './note-wait.ts';
import { Watcher } from './watcher.ts';

/** Yields the futures themselves. Not an `AsyncIterable<F>`: TypeScript, and `yield`, would unwrap the future. */
export interface FutureIterator<F> {
  next(): Promise<IteratorResult<F, undefined>>;
  return(): Promise<IteratorResult<F, undefined>>;
  [Symbol.asyncIterator](): FutureIterator<F>;
}

/**
 * Yields each future once, as it is done; those that are done already come first. Keeps none that it has yielded.
 *
 * Cancellation: `signal` ends the iteration alone (`next()` rejects with `signal.reason`); the tasks go on.
 *
 * @param options.timeout - one deadline for all, in milliseconds from the call
 * @throws {TimeoutError} from `next()`: `n (of m) futures unfinished`, once all that had finished were yielded
 * @example
 * for await (const future of asCompleted(futures)) {
 *   console.log(await future);
 * }
 * @see https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.as_completed
 */
// oxlint-disable-next-line typescript/no-explicit-any -- a Future of anything
export function asCompleted<F extends Future<any>>(futures: Iterable<F>, options?: WaitOptions): FutureIterator<F> {
  return new Completed(futures, options);
}

type State =
  | { readonly name: 'open' }
  | { readonly name: 'failed'; readonly error: unknown }
  | { readonly name: 'over' };

/** Hand-written: an async generator would await each future that it yields. */
class Completed<F extends Future<unknown>> implements FutureIterator<F> {
  #state: State = { name: 'open' };
  #signal: AbortSignal | undefined;
  #deadline: Deadline = new Deadline(undefined);
  /** One for each future; it holds that until it is yielded. */
  #watchers: CompletionWatcher<F>[] = [];
  #unfinished = 0;
  /** Of futures that are done and not yet yielded, in the order they were done. */
  readonly #finished: Line<CompletionWatcher<F>> = new Line();
  /** Those who called `next()` and found nothing: exactly while nothing is finished. */
  readonly #waiters: Waiters<IteratorResult<F, undefined>> = new Waiters();

  constructor(futures: Iterable<F>, options: WaitOptions | undefined) {
    try {
      const { timeout, signal } = checkWaitOptions(options);
      const set = checkFutures(futures);
      signal?.throwIfAborted();
      this.#signal = signal;
      this.#deadline = new Deadline(timeout);
      for (const future of set) {
        this.#add(future);
      }
    } catch (error) {
      this.#state = { name: 'failed', error };
    }
  }

  next(): Promise<IteratorResult<F, undefined>> {
    if (this.#state.name === 'failed') {
      const { error } = this.#state;
      this.#end();
      return Promise.reject(error);
    }
    if (this.#state.name === 'over') {
      return Promise.resolve({ done: true, value: undefined });
    }
    if (this.#signal?.aborted === true) {
      const { reason } = this.#signal;
      this.#end();
      return Promise.reject(reason);
    }
    const value = this.#finished.shift()?.take();
    if (value !== undefined) {
      return Promise.resolve({ done: false, value });
    }
    if (this.#unfinished === 0) {
      this.#end();
      return Promise.resolve({ done: true, value: undefined });
    }
    return this.#wait();
  }

  return(): Promise<IteratorResult<F, undefined>> {
    this.#end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): FutureIterator<F> {
    return this;
  }

  #add(future: F): void {
    const watcher = new CompletionWatcher<F>(future, this);
    this.#watchers.push(watcher);
    if (future.done()) {
      this.#finished.add(watcher);
    } else {
      this.#unfinished += 1;
      watch(future, watcher);
    }
  }

  /** Called as the future of `watcher` settles. */
  completed(watcher: CompletionWatcher<F>): void {
    this.#unfinished -= 1;
    const waiter = this.#waiters.shift();
    if (waiter === undefined) {
      this.#finished.add(watcher);
      return;
    }
    const value = watcher.take();
    waiter.resolve(value === undefined ? { done: true, value } : { done: false, value });
    if (this.#unfinished === 0) {
      this.#end(); // whoever waits beyond the last one
    }
  }

  async #wait(): Promise<IteratorResult<F, undefined>> {
    const options = this.#deadline.remaining(this.#signal);
    const waitEnded = noteWaitForAny(this.#pending());
    try {
      if (options.timeout === 0) {
        throw this.#timeoutError();
      }
      return await this.#waiters.wait(options, () => this.#timeoutError(), undefined);
    } catch (error) {
      this.#end();
      throw error;
    } finally {
      waitEnded?.();
    }
  }

  *#pending(): Generator<F, void, undefined> {
    for (const { future } of this.#watchers) {
      if (future?.done() === false) {
        yield future;
      }
    }
  }

  #timeoutError(): TimeoutError {
    return new TimeoutError(`${this.#unfinished} (of ${this.#watchers.length}) futures unfinished`);
  }

  #end(): void {
    this.#state = { name: 'over' };
    for (const watcher of this.#watchers) {
      const future = watcher.take();
      if (future !== undefined) {
        unwatch(future, watcher);
      }
    }
    this.#watchers = [];
    this.#unfinished = 0;
    for (let waiter = this.#waiters.shift(); waiter !== undefined; waiter = this.#waiters.shift()) {
      waiter.resolve({ done: true, value: undefined });
    }
  }
}

class CompletionWatcher<F extends Future<unknown>> extends Watcher {
  readonly #completed: Completed<F>;
  #future: F | undefined;

  constructor(future: F, completed: Completed<F>) {
    super();
    this.#future = future;
    this.#completed = completed;
  }

  /** Until it was taken. */
  get future(): F | undefined {
    return this.#future;
  }

  take(): F | undefined {
    const future = this.#future;
    this.#future = undefined;
    return future;
  }

  override settled(): void {
    this.#completed.completed(this);
  }
}
