import type { WorkerLink } from './worker-link.ts';

/** Idle workers get what busy ones were sent and have not begun. */
export class Relief {
  readonly #links: ReadonlySet<WorkerLink>;
  readonly #again: (over: ReadonlySet<WorkerLink>) => void;
  #timer: NodeJS.Timeout | undefined = undefined;

  /** @param again - called when it is worth another try, with the workers of which all is read that they said until the time of their calls was over */
  constructor(links: ReadonlySet<WorkerLink>, again: (over: ReadonlySet<WorkerLink>) => void) {
    this.#links = links;
    this.#again = again;
  }

  /** Gives `idle` half of what the busiest of the others has beyond what it runs. @returns whether there was any */
  give(idle: WorkerLink, over: ReadonlySet<WorkerLink> | undefined): boolean {
    const busiest = this.#busiestBut(idle);
    if (busiest === undefined) {
      return false;
    }
    if (busiest.recoverableIn > 0 || !(busiest.isExact || over?.has(busiest) === true)) {
      this.#tryIn(busiest.recoverableIn);
      return false;
    }
    const items = busiest.takeBackHalf();
    for (const item of items) {
      idle.give(item);
    }
    idle.flush();
    return items.length > 0;
  }

  /** There are no workers any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #busiestBut(idle: WorkerLink): WorkerLink | undefined {
    let busiest: WorkerLink | undefined;
    for (const link of this.#links) {
      if (link !== idle && link.load > (busiest?.load ?? 1)) {
        busiest = link;
      }
    }
    return busiest;
  }

  /** In `ms` milliseconds, and after what the workers have said until then was heard. */
  #tryIn(ms: number): void {
    this.#timer ??= setTimeout(() => {
      const over = new Set(Array.from(this.#links).filter(({ recoverableIn }) => recoverableIn === 0));
      setImmediate(() => {
        this.#timer = undefined;
        this.#again(over);
      });
    }, ms).unref();
  }
}
