import { DependencyError } from '../errors.ts';
import { isFuture, lookAt, peek, watch } from '../future.ts';
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
  const stops: (() => void)[] = [];
  let missing = 0;
  let isOver = false;

  const giveUp = (): void => {
    isOver = true;
    for (const stop of stops) {
      stop();
    }
  };
  const look = (): void => {
    if (isOver) {
      return;
    }
    const verdict = judge(args, missing);
    if (verdict === 'wait') {
      return;
    }
    giveUp();
    if (verdict === 'cancelled') {
      dependent.cancelled();
    } else if (verdict instanceof DependencyError) {
      dependent.failed(verdict);
    } else {
      dependent.ready(verdict);
    }
  };
  for (const future of new Set(args)) {
    if (isFuture(future) && !future.done()) {
      missing += 1;
      stops.push(
        watch(future, () => {
          missing -= 1;
          if (missing === 0 || peek(future)?.ok !== true) {
            cascade(look);
          }
        }),
      );
    }
  }
  cascade(look);
  return giveUp;
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
