import { DependencyError } from '../errors.ts';
import { type Future, isFuture, lookAt, peek, unwatch, watch } from '../future.ts';
import { Watcher } from '../watcher.ts';
import { cascade } from './cascade.ts';

/** What becomes of a call whose arguments are futures. */
export interface Dependent {
  /** All are done: `args` holds their values. */
  ready(args: readonly unknown[]): void;
  failed(error: DependencyError): void;
  cancelled(): void;
}

/**
 * Waits for the futures among `args`.
 *
 * @returns what gives up waiting, and leaves no trace on the futures
 */
export function awaitDependencies(args: readonly unknown[], dependent: Dependent): () => void {
  const dependencies = new Dependencies(args, dependent);
  dependencies.watchAll();
  return () => {
    dependencies.giveUp();
  };
}

class Dependencies {
  readonly #args: readonly unknown[];
  readonly #dependent: Dependent;
  readonly #watchers: DependencyWatcher[] = [];
  #missing = 0;
  #isOver = false;

  constructor(args: readonly unknown[], dependent: Dependent) {
    this.#args = args;
    this.#dependent = dependent;
  }

  watchAll(): void {
    for (const future of new Set(this.#args)) {
      if (isFuture(future) && !future.done()) {
        this.#missing += 1;
        const watcher = new DependencyWatcher(future, this);
        this.#watchers.push(watcher);
        watch(future, watcher);
      }
    }
    this.#lookSoon();
  }

  giveUp(): void {
    this.#isOver = true;
    for (const watcher of this.#watchers) {
      unwatch(watcher.future, watcher);
    }
  }

  /** One of them is done. */
  settled(future: Future<unknown>): void {
    this.#missing -= 1;
    if (this.#missing === 0 || peek(future)?.ok !== true) {
      this.#lookSoon();
    }
  }

  #lookSoon(): void {
    cascade(() => {
      this.#look();
    });
  }

  #look(): void {
    if (this.#isOver) {
      return;
    }
    const verdict = judge(this.#args, this.#missing);
    if (verdict === 'wait') {
      return;
    }
    this.giveUp();
    if (verdict === 'cancelled') {
      this.#dependent.cancelled();
    } else if (verdict instanceof DependencyError) {
      this.#dependent.failed(verdict);
    } else {
      this.#dependent.ready(verdict);
    }
  }
}

class DependencyWatcher extends Watcher {
  readonly future: Future<unknown>;
  readonly #dependencies: Dependencies;

  constructor(future: Future<unknown>, dependencies: Dependencies) {
    super();
    this.future = future;
    this.#dependencies = dependencies;
  }

  override settled(future: Future<unknown>): void {
    this.#dependencies.settled(future);
  }
}

function judge(args: readonly unknown[], missing: number): 'wait' | 'cancelled' | DependencyError | readonly unknown[] {
  const values: unknown[] = [];
  for (const [index, arg] of args.entries()) {
    if (!isFuture(arg)) {
      values.push(arg);
      continue;
    }
    const outcome = peek(arg);
    if (outcome?.ok === true) {
      values.push(outcome.value);
    } else if (outcome?.ok === false) {
      lookAt(arg); // its failure goes on to whoever depends on it, and is reported there
      return new DependencyError(`Expected argument ${index} to have a value, got a future that failed`, {
        cause: outcome.error,
      });
    } else if (outcome !== undefined) {
      return 'cancelled';
    }
  }
  return missing === 0 ? values : 'wait';
}

/** Whether any of `args` is a future. */
export function hasDependencies(args: readonly unknown[]): boolean {
  for (const arg of args) {
    if (isFuture(arg)) {
      return true;
    }
  }
  return false;
}
