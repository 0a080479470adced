import { type Future, lookAt, watch } from '../future.ts';
import { ChunkSizer } from './chunk-sizer.ts';
import { type Sending, Shipment } from './shipment.ts';

/** The arguments of one call. */
export type ArgList = readonly unknown[];

/** What a map needs of an executor, or of a view of one. */
export interface MapTarget {
  readonly maxWorkers: number;
  /** Whether items may travel together. */
  readonly mayChunk: boolean;
  /** @throws what `submit` would throw, whatever the arguments */
  check(): void;
  submit(args: ArgList): Future<unknown>;
  /** Answers an array of outcomes. */
  submitChunk(argLists: readonly ArgList[], settled: boolean): Future<unknown>;
}

export interface SenderOptions {
  readonly chunkSize: number | 'auto';
  /** A chunk goes on after an item that failed. */
  readonly settled: boolean;
}

/** Submits the items of a map, alone or in chunks, and tells when their outcomes are there. */
export class ChunkSender {
  readonly #target: MapTarget;
  readonly #settled: boolean;
  readonly #sizer: ChunkSizer;
  readonly #arrived: (shipment: Shipment) => void;
  /** To be submitted: those from `#sent` on. */
  #backlog: ArgList[] = [];
  #sent = 0;
  /** What was submitted and not all taken, in that order, linked by `following`. */
  #first: Shipment | undefined = undefined;
  #last: Shipment | undefined = undefined;
  #unfinished = 0;

  constructor(
    target: MapTarget,
    { chunkSize, settled }: SenderOptions,
    arrived: (shipment: Shipment) => void,
  ) {
    this.#target = target;
    this.#settled = settled;
    this.#sizer = new ChunkSizer(target.mayChunk ? chunkSize : 1);
    this.#arrived = arrived;
  }

  /** The oldest shipment that is not empty. */
  get first(): Shipment | undefined {
    while (this.#first?.isEmpty === true) {
      this.#first = this.#first.following;
    }
    return this.#first;
  }

  /** What was submitted and is not done. */
  *inFlight(): Generator<Future<unknown>, void, undefined> {
    for (let each = this.first; each !== undefined; each = each.following) {
      const { future } = each;
      if (future !== undefined) {
        yield future;
      }
    }
  }

  /** Whether anything waits to be submitted. */
  get hasBacklog(): boolean {
    return this.#sent < this.#backlog.length;
  }

  add(args: ArgList): void {
    this.#backlog.push(args);
  }

  /**
   * Submits what makes a chunk.
   *
   * @param more - whether items will follow: 'never', so that what is left goes as it is; 'not yet', as long as nothing is taken; or 'soon'
   */
  send(more: 'never' | 'not yet' | 'soon'): void {
    for (let size = this.#nextSize(more); size > 0; size = this.#nextSize(more)) {
      this.#sent += size;
      this.#submit(size);
    }
    if (this.#sent === this.#backlog.length) {
      this.#backlog = [];
      this.#sent = 0;
    }
  }

  /** Cancels what has not started, and forgets the rest: nobody will look at how it ends. */
  stop(): void {
    const unfinished: Future<unknown>[] = [];
    for (let each = this.first; each !== undefined; each = each.following) {
      if (each.future !== undefined) {
        unfinished.push(each.future);
        each.stop();
      }
    }
    this.#first = undefined;
    this.#last = undefined;
    this.#backlog = [];
    this.#sent = 0;
    for (const future of unfinished) {
      lookAt(future);
      future.cancel();
    }
  }

  #nextSize(more: 'never' | 'not yet' | 'soon'): number {
    const { size, adapts } = this.#sizer;
    const { maxWorkers } = this.#target;
    const waiting = this.#backlog.length - this.#sent;
    if (waiting === 0 || (adapts && this.#unfinished >= 2 * maxWorkers)) {
      return 0;
    }
    if (waiting >= size || more === 'never') {
      return Math.min(waiting, size);
    }
    // The buffer is full and smaller than a chunk: better a small one than an idle worker.
    return more === 'not yet' && this.#unfinished < maxWorkers ? waiting : 0;
  }

  /** Submits the `size` items that were taken from the backlog last. */
  #submit(size: number): void {
    const isChunk = this.#sizer.adapts || this.#sizer.size > 1;
    const future = isChunk
      ? this.#target.submitChunk(this.#backlog.slice(this.#sent - size, this.#sent), this.#settled)
      : this.#target.submit(this.#backlog[this.#sent - 1] ?? []);
    this.#unfinished += 1;
    const shipment = new Shipment(future, { size, isChunk, sending: this.#measure() }, this.#settle);
    if (this.#last === undefined || this.first === undefined) {
      this.#first = shipment;
    } else {
      this.#last.following = shipment;
    }
    this.#last = shipment;
    if (future.done()) {
      shipment.settled(future);
    } else {
      watch(future, shipment);
    }
  }

  #measure(): Sending | undefined {
    return this.#sizer.adapts
      ? { since: performance.now(), share: Math.max(1, this.#unfinished / this.#target.maxWorkers) }
      : undefined;
  }

  readonly #settle = (shipment: Shipment): void => {
    this.#unfinished -= 1;
    const { sending, size } = shipment;
    if (sending !== undefined) {
      this.#sizer.measured(size, (performance.now() - sending.since) / sending.share);
    }
    this.#arrived(shipment);
  };
}
