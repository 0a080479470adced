import { checkWaitOptions, describe, type WaitOptions } from '@heddle/queue/waiting';
import { InvalidStateError, TimeoutError } from './errors.ts';
import type { FutureOwner } from './future-owner.ts';
import { makeInspectable } from './inspect.ts';
import { Adopter } from './adopter.ts';
import { type Asked, Listeners } from './listeners.ts';
import { type End, errorOf, type Outcome } from './outcome.ts';
import { isResolver } from './resolver.ts';
import { isThenable } from './thenable.ts';
import { forgetUnseen, reportUnseen } from './unseen.ts';
import { warn } from './warn.ts';
import { type Hearer, Watcher } from './watcher.ts';

// Longer than most files: it is the contract that everybody reads, half of it doc comments, and its private state is what the functions below may see.

/** What a future is doing; the names are Python's. */
export type FutureState = 'pending' | 'running' | 'cancelled' | 'finished';

/** How it ended, once it has. */
type State<T> = { readonly ok: 'pending' } | { readonly ok: 'running' } | End<T>;

// Shared by all futures: what is pending or running owns no data.
const pending: State<never> = { ok: 'pending' };
const running: State<never> = { ok: 'running' };
const taken: State<undefined> = { ok: true, value: undefined };

/** Has `watcher` hear as `future`, which is not done, settles. For `wait`, `asCompleted` and executors: not a look at the outcome. */
export let watch: (future: Future<unknown>, watcher: Watcher) => void;
/** As {@link watch}, of a future that nobody listens to yet. */
export let hear: (future: Future<unknown>, hearer: Hearer) => void;
/** `hearer` hears of `future` no more, if it was to. */
export let unwatch: (future: Future<unknown>, hearer: Hearer) => void;
/** How `future`, which is done, has ended; it does not hold that any more, and nobody else will ask. */
export let takeOutcome: <T>(future: Future<T>) => Outcome<T>;
/** How `future` ended, without looking: it is not reported as seen. `undefined` where it is not done. */
export let peek: <T>(future: Future<T>) => End<T> | undefined;
/** As {@link peek}, and counts as a look: a failure is not reported. */
export let lookAt: typeof peek;
/** Whether `value` is a future. Never throws: `instanceof` does, on a proxy that was revoked, and an argument may be anything. */
export let isFuture: (value: unknown) => value is Future<unknown>;
/** As `setRunningOrNotifyCancel`, for the owner: also of one that runs already, for a further try. */
export let markRunning: (future: Future<unknown>) => boolean;
/** `owner` is to hear of `cancel`, `abort` and waits of `future`, which is pending. */
export let own: (future: Future<unknown>, owner: FutureOwner) => void;
/** Tells the owner of `future` that the current task waits for it, perhaps for good; returns what says that the wait is over. @throws {DeadlockError} */
export let noteWait: (future: Future<unknown>, forGood: boolean) => (() => void) | undefined;
/** Who runs what `future` stands for, until it is done. */
export let ownerOf: (future: Future<unknown>) => FutureOwner | undefined;

/**
 * The outcome of a call that may not have ended yet.
 *
 * It makes no promise and no list until somebody asks for one. Only `setRunningOrNotifyCancel`, `setResult`,
 * `setException`, `cancel` and `abort` move it.
 *
 * @example
 * const future = executor.submit(checkPrice, 'bitstamp', 'btc', '2020-04-01');
 * future.addDoneCallback((done) => console.log(done.state));
 * const price = await future;
 * @see https://docs.python.org/3/library/concurrent.futures.html#future-objects
 */
export class Future<T> implements Promise<T> {
  #state: State<T> = pending;
  // Both exactly while it is not done; the listeners once somebody asked: mostly there is one, which stands alone.
  #owner: FutureOwner | undefined = undefined;
  #listeners: Hearer | undefined = undefined;

  static {
    watch = (future, watcher) => {
      if (future.#listeners === undefined) {
        future.#listeners = watcher;
      } else {
        Future.#listen(future).add(watcher);
      }
    };
    hear = (future, hearer) => {
      future.#listeners = hearer;
    };
    unwatch = (future, hearer) => {
      if (future.#listeners === hearer) {
        future.#listeners = undefined;
      } else if (hearer instanceof Watcher) {
        hearer.line?.remove(hearer);
      }
    };
    peek = (future) => Future.#end(future);
    lookAt = (future) => {
      Future.#look(future);
      return Future.#end(future);
    };
    isFuture = (value): value is Future<unknown> => typeof value === 'object' && value !== null && #state in value;
    own = (future, owner) => {
      future.#owner = owner;
    };
    takeOutcome = (future) => {
      const end = Future.#end(future)!;
      future.#state = taken as State<never>;
      return end.ok === true ? end : { ok: false, error: errorOf(end) };
    };
    markRunning = (future) => {
      const isUnfinished = !future.done();
      if (isUnfinished) {
        future.#state = running;
      }
      return isUnfinished;
    };
    noteWait = (future, forGood) => future.#owner?.awaited(forGood);
    ownerOf = (future) => future.#owner;
  }

  /** The state as a word. */
  get state(): FutureState {
    Future.#lookWhetherItRuns(this, false);
    const { ok } = this.#state;
    return typeof ok === 'boolean' ? 'finished' : ok;
  }

  /** Whether it was cancelled or has finished. */
  done(): boolean {
    return this.#state !== pending && this.#state !== running;
  }

  /** Whether the task runs: it can no longer be cancelled, only aborted. */
  running(): boolean {
    Future.#lookWhetherItRuns(this, false);
    return this.#state === running;
  }

  /** Whether it was cancelled or aborted. */
  cancelled(): boolean {
    return this.#state.ok === 'cancelled';
  }

  /**
   * The task's value, once it has one.
   *
   * Cancellation: `signal` and `timeout` end this wait alone; the task goes on.
   *
   * @param options.timeout - how long to wait, in milliseconds; without it, for ever
   * @throws {CancelledError} the future was cancelled
   * @throws {TimeoutError} the timeout passed first
   * @throws whatever the task threw
   * @example
   * await future.result({ timeout: 500 });
   * @see https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.Future.result
   */
  result(options?: WaitOptions): Promise<T> {
    return Future.#ask(this, 'result', options) as Promise<T>;
  }

  /**
   * What the task threw, `undefined` where it succeeded.
   *
   * Cancellation: as for {@link Future.result}.
   *
   * @throws {CancelledError} the future was cancelled
   * @throws {TimeoutError} the timeout passed first
   * @see https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.Future.exception
   */
  exception(options?: WaitOptions): Promise<unknown> {
    return Future.#ask(this, 'exception', options);
  }

  /**
   * Calls `fn` with the future when it is done, at once if it is. In order, synchronously; what `fn` throws stops no other and goes to `process.emitWarning`.
   *
   * @see https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.Future.add_done_callback
   */
  addDoneCallback(fn: (future: Future<T>) => void): void {
    if (typeof fn !== 'function') {
      throw new TypeError(`Expected fn to be a function, got ${describe(fn)}`);
    }
    if (this.done()) {
      callBack(fn, this);
    } else {
      watch(this, new DoneCallback(fn));
    }
  }

  /**
   * Cancels what has not started: `false` once it runs or has finished, `true` again once cancelled.
   *
   * @see https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.Future.cancel
   */
  cancel(): boolean {
    Future.#lookWhetherItRuns(this, true);
    return this.#state.ok === 'cancelled' || (this.#state === pending && this.abort());
  }

  /**
   * Goes further than {@link Future.cancel}: also stops a running task, whose `currentTask().signal` aborts with `reason`. Settles at once.
   *
   * @param reason - the `cause` of the future's `CancelledError`
   * @returns `false` once it is done
   * @example
   * future.abort(new Error('the user left'));
   */
  abort(reason?: unknown): boolean {
    Future.#lookWhetherItRuns(this, true);
    if (this.done()) {
      return false;
    }
    const end = { ok: 'cancelled', reason } as const;
    this.#state = end;
    this.#owner?.cancelled(reason);
    Future.#notify(this, end);
    return true;
  }

  /**
   * For executors: moves a pending future to running. `false`, each time, where it was cancelled: do not run it.
   *
   * @throws {InvalidStateError} it runs already or has finished
   * @see https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.Future.set_running_or_notify_cancel
   */
  setRunningOrNotifyCancel(): boolean {
    if (this.#state.ok === 'cancelled') {
      return false;
    }
    if (this.#state !== pending) {
      throw new InvalidStateError(`Expected a future that is pending, got one that is ${this.state}`);
    }
    this.#state = running;
    return true;
  }

  /** For executors: the task returned `value`. @throws {InvalidStateError} it is done already */
  setResult(value: T): void {
    Future.#finish(this, { ok: true, value });
  }

  /** For executors: the task threw `error`, whatever that is. @throws {InvalidStateError} it is done already */
  setException(error: unknown): void {
    Future.#finish(this, { ok: false, error });
  }

  // oxlint-disable-next-line unicorn/no-thenable -- a Future is a promise: `await future` is the point
  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    if (!this.done() && typeof onRejected === 'function' && isResolver(onFulfilled)) {
      return Future.#adopt(this, onFulfilled, onRejected) as Promise<A | B>;
    }
    // oxlint-disable-next-line promise/prefer-await-to-then -- this is `then`
    return Future.#asPromise(this, false).then(onFulfilled, onRejected);
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return Future.#asPromise(this, false).catch(onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<T> {
    return Future.#asPromise(this, false).finally(onFinally);
  }

  get [Symbol.toStringTag](): string {
    return 'Future';
  }

  // Static, since a #private method would cost each future a word.

  static #ask<T>(future: Future<T>, asked: Asked, given: WaitOptions | undefined): Promise<unknown> {
    if (given === undefined && asked === 'result') {
      return Future.#asPromise(future, true);
    }
    let options: WaitOptions;
    try {
      options = checkWaitOptions(given);
    } catch (error) {
      return Promise.reject(error);
    }
    Future.#look(future);
    const { signal, timeout = Infinity } = options;
    if (signal?.aborted === true) {
      return Promise.reject(signal.reason);
    }
    if (timeout === 0 && !future.done()) {
      return Promise.reject(unfinished(0));
    }
    try {
      const waitEnded = future.#owner?.awaited(signal === undefined && timeout === Infinity);
      const answer = future.done()
        ? Future.#answered(future, asked)
        : Future.#listen(future).wait(asked, options, () => unfinished(timeout));
      if (waitEnded !== undefined) {
        answer.then(waitEnded, waitEnded); // it may end before the future is done
      }
      return answer;
    } catch (deadlock) {
      return Promise.reject(deadlock);
    }
  }

  /** The promise behind `await`. */
  static #asPromise<T>(future: Future<T>, forGood: boolean): Promise<T> {
    Future.#look(future);
    if (future.done()) {
      return Future.#answered(future, 'result') as Promise<T>;
    }
    try {
      future.#owner?.awaited(forGood);
    } catch (deadlock) {
      return Promise.reject(deadlock);
    }
    return Future.#listen(future).promiseOf(future);
  }

  /** A promise adopts `future`, as `await` and `Promise.all` have it: that is promise enough, and takes no other. */
  static #adopt<T>(
    future: Future<T>,
    resolve: (value: T) => unknown,
    reject: (error: unknown) => unknown,
  ): Promise<unknown> {
    try {
      future.#owner?.awaited(true);
    } catch (deadlock) {
      return Promise.reject(deadlock).then(nothing, reject);
    }
    const adopter = new Adopter(future, resolve as (value: unknown) => unknown, reject);
    if (future.#listeners === undefined) {
      future.#listeners = adopter;
    } else {
      Future.#listen(future).adopt(adopter);
    }
    return adopter;
  }

  /** Where there is more than one listener, or more to know of one. */
  static #listen<T>(future: Future<T>): Listeners<T> {
    const before = future.#listeners;
    return before instanceof Listeners ? before : (future.#listeners = new Listeners(before));
  }

  static #lookWhetherItRuns(future: Future<unknown>, isCancelled: boolean): void {
    if (future.#state === pending) {
      future.#owner?.look(isCancelled);
    }
  }

  static #answered(future: Future<unknown>, asked: Asked): Promise<unknown> {
    const end = Future.#end(future)!;
    if (end.ok === true) {
      return Promise.resolve(asked === 'result' ? end.value : undefined);
    }
    return asked === 'exception' && end.ok === false ? Promise.resolve(end.error) : Promise.reject(errorOf(end));
  }

  /** How it ended; `undefined` where it is not done. */
  static #end<T>(future: Future<T>): End<T> | undefined {
    const state = future.#state;
    return state.ok === 'pending' || state.ok === 'running' ? undefined : state;
  }

  static #look(future: Future<unknown>): void {
    if (!future.done()) {
      Future.#listen(future).isSeen = true;
    } else if (future.#state.ok === false) {
      forgetUnseen(future);
    }
  }

  static #finish<T>(future: Future<T>, outcome: Outcome<T>): void {
    if (future.done()) {
      throw new InvalidStateError(`Expected a future that is pending or running, got one that is ${future.state}`);
    }
    future.#state = outcome;
    if (!outcome.ok && future.#listeners?.isSeen !== true) {
      reportUnseen(future, outcome.error);
    }
    Future.#notify(future, outcome);
  }

  /** The state is the new one: wakes everybody, in the order they came; strangers last, and none stops another. */
  static #notify<T>(future: Future<T>, end: End<T>): void {
    const owner = future.#owner;
    const listeners = future.#listeners;
    future.#owner = undefined;
    future.#listeners = undefined;
    owner?.settled();
    listeners?.settled(future, end);
  }
}

class DoneCallback<T> extends Watcher {
  readonly #fn: (future: Future<T>) => unknown;

  constructor(fn: (future: Future<T>) => unknown) {
    super();
    this.#fn = fn;
  }

  override settled(future: Future<T>): void {
    callBack(this.#fn, future);
  }
}

makeInspectable(Future.prototype, (future, inspect) => {
  const end = peek(future);
  if (end === undefined || end.ok === 'cancelled') {
    return `Future { ${future.state} }`;
  }
  return end.ok ? `Future { finished: ${inspect(end.value)} }` : `Future { raised: ${inspect(end.error)} }`;
});

function callBack<T>(fn: (future: Future<T>) => unknown, future: Future<T>): void {
  try {
    const answer = fn(future);
    if (isThenable(answer)) {
      Promise.resolve(answer).catch(report);
    }
  } catch (error) {
    report(error);
  }
}

function nothing(): void {}

function report(error: unknown): void {
  warn(error, 'A done callback of a future failed');
}

function unfinished(timeout: number | undefined): TimeoutError {
  return new TimeoutError(`Expected the future to be done within ${timeout} ms, got one that is not`);
}
