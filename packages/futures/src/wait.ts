import { checkWaitOptions, describe, Waiters, type WaitOptions } from '@heddle/queue/waiting';
import { type Future, noteWait, peek, unwatch, watch } from './future.ts';
import { checkFutures } from './futures-argument.ts';
import { inTask } from './task/task-context.ts';
import { Watcher } from './watcher.ts';

export const FIRST_COMPLETED = 'FIRST_COMPLETED';
export const FIRST_EXCEPTION = 'FIRST_EXCEPTION';
export const ALL_COMPLETED = 'ALL_COMPLETED';

/** When `wait` returns: one of the three constants. */
export type ReturnWhen = typeof FIRST_COMPLETED | typeof FIRST_EXCEPTION | typeof ALL_COMPLETED;

export interface DoneAndNotDone<F> {
  done: Set<F>;
  notDone: Set<F>;
}

/**
 * Waits until all the futures are done, or the first, or the first that failed.
 *
 * Cancellation: `signal` ends this wait alone (it rejects with `signal.reason`); the tasks go on.
 *
 * @param options.timeout - milliseconds; when they have passed it returns what it has, and does not reject
 * @param options.returnWhen - `ALL_COMPLETED`, the default, `FIRST_COMPLETED` or `FIRST_EXCEPTION` (a cancelled one is none)
 * @throws {TypeError} an option or a future is none
 * @example
 * const { done, notDone } = await wait(futures, { returnWhen: FIRST_COMPLETED });
 * @see https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.wait
 */
// oxlint-disable-next-line typescript/no-explicit-any -- a Future of anything
export async function wait<F extends Future<any>>(
  futures: Iterable<F>,
  options?: WaitOptions & { returnWhen?: ReturnWhen },
): Promise<DoneAndNotDone<F>> {
  const waitOptions = checkWaitOptions(options);
  const returnWhen = checkReturnWhen(options?.returnWhen);
  const set = checkFutures(futures);
  waitOptions.signal?.throwIfAborted();

  let unfinished = 0;
  let isOver = false;
  for (const future of set) {
    isOver ||= future.done() && ends(future, returnWhen);
    unfinished += future.done() ? 0 : 1;
  }
  if (unfinished > 0 && !isOver && waitOptions.timeout !== 0) {
    await firstEnd(set, unfinished, returnWhen, waitOptions);
  }
  return split(set);
}

/** Resolves as soon as the wait is over, by its rule or by its timeout; leaves no watcher behind. */
async function firstEnd(
  futures: Iterable<Future<unknown>>,
  unfinished: number,
  returnWhen: ReturnWhen,
  options: WaitOptions,
): Promise<void> {
  const ending = new Ending(unfinished, returnWhen);
  const timedOut = new Error('timed out'); // never leaves this function
  const watchers: EndWatcher[] = [];
  for (const future of futures) {
    if (!future.done()) {
      const watcher = new EndWatcher(future, ending);
      watchers.push(watcher);
      watch(future, watcher);
    }
  }
  const over = ending.line.wait(options, () => timedOut, undefined);
  const isForGood = returnWhen === ALL_COMPLETED && options.signal === undefined && options.timeout === undefined;
  const waitsEnded: ((() => void) | undefined)[] = [];
  try {
    for (const future of inTask() ? futures : []) {
      waitsEnded.push(noteWait(future, isForGood));
    }
    await over;
  } catch (error) {
    if (error !== timedOut) {
      throw error;
    }
  } finally {
    for (const watcher of watchers) {
      unwatch(watcher.future, watcher);
    }
    for (const waitEnded of waitsEnded) {
      waitEnded?.();
    }
  }
}

/** What one wait waits for. */
class Ending {
  /** The one who waits. */
  readonly line: Waiters<void> = new Waiters();
  readonly #returnWhen: ReturnWhen;
  #left: number;

  constructor(left: number, returnWhen: ReturnWhen) {
    this.#left = left;
    this.#returnWhen = returnWhen;
  }

  settled(future: Future<unknown>): void {
    this.#left -= 1;
    if (this.#left === 0 || ends(future, this.#returnWhen)) {
      this.line.shift()?.resolve();
    }
  }
}

class EndWatcher extends Watcher {
  readonly future: Future<unknown>;
  readonly #ending: Ending;

  constructor(future: Future<unknown>, ending: Ending) {
    super();
    this.future = future;
    this.#ending = ending;
  }

  override settled(future: Future<unknown>): void {
    this.#ending.settled(future);
  }
}

/** Whether this one, being done, ends a wait that is not for all. */
function ends(future: Future<unknown>, returnWhen: ReturnWhen): boolean {
  return returnWhen === FIRST_COMPLETED || (returnWhen === FIRST_EXCEPTION && peek(future)?.ok === false);
}

function split<F extends Future<unknown>>(futures: Set<F>): DoneAndNotDone<F> {
  const done = new Set<F>();
  const notDone = new Set<F>();
  for (const future of futures) {
    (future.done() ? done : notDone).add(future);
  }
  return { done, notDone };
}

function checkReturnWhen(returnWhen: unknown): ReturnWhen {
  switch (returnWhen) {
    case undefined:
      return ALL_COMPLETED;
    case ALL_COMPLETED:
    case FIRST_COMPLETED:
    case FIRST_EXCEPTION:
      return returnWhen;
    default:
      throw new TypeError(
        `Expected returnWhen to be ALL_COMPLETED, FIRST_COMPLETED or FIRST_EXCEPTION, got ${describe(returnWhen)}`,
      );
  }
}
