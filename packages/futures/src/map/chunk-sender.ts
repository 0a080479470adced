import { type Future, lookAt, unwatch } from '../future.ts';
import type { Call } from '../executor/call.ts';
import type { Snapshot } from '../task/async-context.ts';
import { ChunkSizer } from './chunk-sizer.ts';
import type { ItemShape } from './item-shape.ts';
import { Chunk, Item, type Sending, type Shipment } from './shipment.ts';

/** Takes a call: the arguments of one item or, of a chunk, the list of each one's; and the future of it. */
export type CallItems<C> = (args: readonly unknown[], future: Future<unknown>, chunk: Call['chunk']) => C;

/** What a map needs of an executor, or of a view of one. */
export interface MapTarget {
  readonly maxWorkers: number;
  /** Whether items may travel together. */
  readonly mayChunk: boolean;
  /** Whether calls may be made only as their turn comes. */
  readonly mayReserve: boolean;
  /** @throws what `submit` would throw, whatever the arguments */
  check(): void;
  readonly submit: CallItems<void>;
  /** As if `size` calls were submitted now, in `scope`: `next` is asked for each as its turn comes. */
  reserve(size: number, scope: Snapshot, next: <C>(call: CallItems<C>) => C): Reserved;
}

/** Calls of a map that are not made yet. */
export interface Reserved {
  /** They are not wanted any more. */
  drop(): void;
  /** Makes them all, now. */
  makeAll(): void;
}

export interface SenderOptions {
  readonly shape: ItemShape;
  /** In which the tasks are submitted. */
  readonly scope: Snapshot;
  readonly chunkSize: number | 'auto';
  /** A chunk goes on after an item that failed. */
  readonly settled: boolean;
}

/** Submits the items of a map, alone or in chunks, and tells when their outcomes are there. */
export class ChunkSender {
  readonly #target: MapTarget;
  readonly #settled: boolean;
  readonly #sizer: ChunkSizer;
  readonly #shape: ItemShape;
  readonly #scope: Snapshot;
  readonly #arrived: (shipment: Shipment) => void;
  /** To be submitted: those from `#sent` on. */
  #backlog: unknown[] = [];
  #sent = 0;
  /** What was submitted and not all taken, in that order, linked by `following`. */
  #first: Shipment | undefined = undefined;
  #last: Shipment | undefined = undefined;
  #unfinished = 0;
  /** What is left of the backlog, as far as it counts as submitted already. */
  #reserved: Reserved | undefined = undefined;
  #mayReserve: boolean;

  constructor(
    target: MapTarget,
    { chunkSize, settled, shape, scope }: SenderOptions,
    arrived: (shipment: Shipment) => void,
  ) {
    this.#target = target;
    this.#settled = settled;
    this.#sizer = new ChunkSizer(target.mayChunk ? chunkSize : 1);
    this.#shape = shape;
    this.#scope = scope;
    this.#arrived = arrived;
    this.#mayReserve = target.mayReserve && !this.#sizer.adapts;
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
      if (!each.future.done()) {
        yield each.future;
      }
    }
  }

  /** Whether anything waits to be submitted. */
  get hasBacklog(): boolean {
    return this.#reserved === undefined && this.#sent < this.#backlog.length;
  }

  add(item: unknown): void {
    this.#mayReserve &&= !this.#shape.isDependent(item); // a dependency may be done, or fail, before its turn comes
    this.#backlog.push(item);
  }

  /** Before a task waits for an item: it lends its slot until that is done, so that has to be there. */
  makeAll(): void {
    this.#reserved?.makeAll();
  }

  /**
   * Submits what makes a chunk.
   *
   * @param more - whether items will follow: 'never', so that what is left goes as it is; 'not yet', as long as nothing is taken; or 'soon'
   */
  send(more: 'never' | 'not yet' | 'soon'): void {
    while (this.#reserved === undefined) {
      const size = this.#nextSize(more);
      if (size === 0) {
        break;
      }
      if (more === 'never' && this.#mayReserve && this.#unfinished >= 2 * this.#target.maxWorkers) {
        this.#reserve(size);
      } else {
        this.#ship(size, this.#target.submit);
      }
    }
  }

  /** Has all that is left of the backlog stand in the line of the executor, and ships each chunk of `size` as its turn comes. */
  #reserve(size: number): void {
    const chunks = Math.ceil((this.#backlog.length - this.#sent) / size);
    this.#reserved = this.#target.reserve(chunks, this.#scope, (call) =>
      this.#ship(Math.min(size, this.#backlog.length - this.#sent), call),
    );
  }

  /** Cancels what has not started, and forgets the rest: nobody will look at how it ends. */
  stop(): void {
    this.#reserved?.drop();
    const unfinished: Future<unknown>[] = [];
    for (let each = this.first; each !== undefined; each = each.following) {
      if (!each.future.done()) {
        unfinished.push(each.future);
        unwatch(each.future, each);
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

  /** Calls with the next `size` items of the backlog. */
  #ship<C>(size: number, call: CallItems<C>): C {
    return this.#sizer.makesChunks ? this.#shipChunk(size, call) : this.#shipItem(call);
  }

  #shipItem<C>(call: CallItems<C>): C {
    const args = this.#shape.toArgs(this.#backlog[this.#sent]);
    this.#backlog[this.#sent] = undefined;
    this.#leave(1);
    const item = new Item(this.#settle);
    this.#link(item);
    return call(args, item.future, undefined);
  }

  #shipChunk<C>(size: number, call: CallItems<C>): C {
    const items = this.#backlog.slice(this.#sent, this.#sent + size);
    const args = items.map((item) => this.#shape.toArgs(item));
    this.#backlog.fill(undefined, this.#sent, this.#sent + size);
    this.#leave(size);
    const chunk = new Chunk(size, this.#measure(), this.#settle);
    this.#link(chunk);
    return call(args, chunk.future, { settled: this.#settled });
  }

  /** The next `size` items of the backlog go as one, and are the executor's from now on. */
  #leave(size: number): void {
    this.#unfinished += 1;
    this.#sent += size;
    if (this.#sent === this.#backlog.length) {
      this.#backlog = [];
      this.#sent = 0;
      this.#reserved = undefined;
    }
  }

  #link(shipment: Shipment): void {
    if (this.#last === undefined || this.first === undefined) {
      this.#first = shipment;
    } else {
      this.#last.following = shipment;
    }
    this.#last = shipment;
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
