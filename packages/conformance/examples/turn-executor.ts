import { BrokenExecutor } from '@heddle/futures';
import { Executor, type ExecutorParts, type WorkItem } from '@heddle/futures/executor';

/** Starts one task a turn of the event loop: however many wait, timers and sockets have their turn in between. */
export class TurnExecutor extends Executor {
  readonly #initializer: (() => unknown) | undefined;
  #state: 'new' | 'waits' | 'may start' = 'new';

  constructor({ maxWorkers = 8, graceMs, initializer }: Partial<ExecutorParts> & { initializer?: () => unknown } = {}) {
    super({ maxWorkers, graceMs });
    this.#initializer = initializer;
  }

  /** What has to wait is still in the line: it can be cancelled there, and overtaken by a higher priority. */
  protected override hasRoom(): boolean {
    if (this.#state === 'new') {
      void this.#initialize();
    }
    return this.#state === 'may start';
  }

  protected override run(item: WorkItem): void {
    this.#state = 'waits';
    setImmediate(() => this.#goOn());
    item.runHere();
  }

  async #initialize(): Promise<void> {
    this.#state = 'waits';
    try {
      await this.#initializer?.();
      this.#goOn();
    } catch (cause) {
      this.break(new BrokenExecutor('The initializer failed', { cause }));
    }
  }

  #goOn(): void {
    this.#state = 'may start';
    this.scheduler.dispatchSoon();
  }
}
