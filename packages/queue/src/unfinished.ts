import { TaskDoneError, TimeoutError } from './errors.ts';
import { checkWaitOptions, Waiters, type WaitOptions } from './waiting/index.ts';

/** How many items were put in and are not yet dealt with, and who waits until none is: they wait only while it is above 0. */
export class Unfinished {
  #count = 0;
  readonly #joiners: Waiters<void> = new Waiters();

  get count(): number {
    return this.#count;
  }

  add(): void {
    this.#count += 1;
  }

  /** @throws {TaskDoneError} none is unfinished */
  done(): void {
    if (this.#count === 0) {
      throw new TaskDoneError();
    }
    this.drop(1);
  }

  /** Counts `items` as done; fewer, where `taskDone()` was called for some that nobody had taken. */
  drop(items: number): void {
    this.#count -= Math.min(items, this.#count);
    while (this.#count === 0 && this.#joiners.size > 0) {
      this.#joiners.shift()?.resolve();
    }
  }

  join(options: WaitOptions | undefined): Promise<void> {
    try {
      const checked = checkWaitOptions(options);
      if (checked.signal?.aborted === true) {
        return Promise.reject(checked.signal.reason);
      }
      if (this.#count === 0) {
        return Promise.resolve();
      }
      if (checked.timeout === 0) {
        return Promise.reject(this.#late());
      }
      return this.#joiners.wait(checked, () => this.#late(), undefined);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #late(): TimeoutError {
    return new TimeoutError(`Expected every item to be done within the timeout, got ${this.#count} unfinished`);
  }
}
