import { Future } from '../future.ts';
import type { TaskContext } from '../task/task-context.ts';
import type { Submission } from './submission.ts';

interface ShutdownWait {
  readonly over: Future<void>;
  readonly insider: TaskContext | undefined;
}

/** Those who wait for the shutdown of a pool: from outside until all has ended, from inside (a task of its own) until all others have. */
export class ShutdownWaits {
  #waits: ShutdownWait[] = [];

  get size(): number {
    return this.#waits.length;
  }

  /** @param insider - the task that waits, if it is one of the pool's own: it lends its slot meanwhile */
  add(insider: TaskContext | undefined): Future<void> {
    const over = new Future<void>();
    this.#waits.push({ over, insider });
    insider?.lendWhile(over);
    return over;
  }

  /** The calls whose tasks wait. */
  get insiders(): Submission[] {
    return this.#waits.map(({ insider }) => insider?.submission).filter((each) => each !== undefined);
  }

  wakeInsiders(): void {
    this.#wake((wait) => wait.insider !== undefined);
  }

  wakeAll(): void {
    this.#wake(() => true);
  }

  #wake(isWoken: (wait: ShutdownWait) => boolean): void {
    const woken = this.#waits.filter(isWoken);
    this.#waits = this.#waits.filter((wait) => !isWoken(wait));
    for (const { over } of woken) {
      over.setResult(undefined);
    }
  }
}

/**
 * Whether all that is left of a pool waits for the end of a shutdown: its `insiders`, the tasks that asked for it, and those that wait for one of these, perhaps
 * through others. To wait for them would be to wait for oneself.
 *
 * @param left - what has not ended, and what each of it waits for
 */
export function waitsForItself(
  left: ReadonlyMap<Submission, readonly Submission[]>,
  insiders: Iterable<Submission>,
): boolean {
  const waiting = new Set(insiders);
  // From the insiders to those behind them, as long as there are more.
  for (let before = -1; before < waiting.size;) {
    before = waiting.size;
    for (const [submission, awaited] of left) {
      if (awaited.some((each) => waiting.has(each))) {
        waiting.add(submission);
      }
    }
  }
  return Array.from(left.keys()).every((submission) => waiting.has(submission));
}
