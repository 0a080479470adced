/** What bare pools have in common: workers in turn, several tasks a message, a promise for each task, and results that come back in their order. */
export class Batches {
  readonly #size: number;
  readonly #send: (worker: number, batch: readonly number[]) => void;
  readonly #lanes: { resolvers: ((value: number) => void)[]; resolved: number }[];
  #next = 0;
  #batched: number[] = [];

  constructor(workers: number, size: number, send: (worker: number, batch: readonly number[]) => void) {
    this.#size = size;
    this.#send = send;
    this.#lanes = Array.from({ length: workers }, () => ({ resolvers: [], resolved: 0 }));
  }

  run(n: number): Promise<number> {
    return new Promise((resolve) => {
      this.#lanes[this.#next]?.resolvers.push(resolve);
      this.#batched.push(n);
      if (this.#batched.length === this.#size) {
        this.flush();
      }
    });
  }

  /** Sends what is left of the last batch. */
  flush(): void {
    if (this.#batched.length > 0) {
      this.#send(this.#next, this.#batched);
      this.#batched = [];
      this.#next = (this.#next + 1) % this.#lanes.length;
    }
  }

  /** The next result of a worker. */
  answered(worker: number, value: number): void {
    const lane = this.#lanes[worker];
    if (lane === undefined) {
      return;
    }
    lane.resolvers[lane.resolved]?.(value);
    lane.resolved += 1;
    if (lane.resolved === lane.resolvers.length) {
      lane.resolvers.length = 0;
      lane.resolved = 0;
    }
  }
}
