import { type Future, lookAt, watch } from '../future.ts';
import type { Outcome } from '../outcome.ts';
import { ChunkSizer } from './chunk-sizer.ts';
import type { ArgList, Item } from './item.ts';

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
  readonly #arrived: (items: readonly Item[]) => void;
  /** To be submitted: those from `#sent` on. */
  #backlog: Item[] = [];
  #sent = 0;
  readonly #inFlight: Set<Future<unknown>> = new Set();

  constructor(target: MapTarget, { chunkSize, settled }: SenderOptions, arrived: (items: readonly Item[]) => void) {
    this.#target = target;
    this.#settled = settled;
    this.#sizer = new ChunkSizer(target.mayChunk ? chunkSize : 1);
    this.#arrived = arrived;
  }

  /** What was submitted and is not done. */
  get inFlight(): Iterable<Future<unknown>> {
    return this.#inFlight;
  }

  add(item: Item): void {
    this.#backlog.push(item);
  }

  /**
   * Submits what makes a chunk.
   *
   * @param more - whether items will follow: 'never', so that what is left goes as it is; 'not yet', as long as nothing is taken; or 'soon'
   */
  send(more: 'never' | 'not yet' | 'soon'): void {
    for (let size = this.#nextSize(more); size > 0; size = this.#nextSize(more)) {
      this.#sent += size;
      this.#submit(this.#backlog.slice(this.#sent - size, this.#sent));
    }
    if (this.#sent === this.#backlog.length) {
      this.#backlog = [];
      this.#sent = 0;
    }
  }

  /** Cancels what has not started, and forgets the rest: nobody will look at how it ends. */
  stop(): void {
    const unfinished = [...this.#inFlight];
    this.#inFlight.clear();
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
    if (waiting === 0 || (adapts && this.#inFlight.size >= 2 * maxWorkers)) {
      return 0;
    }
    if (waiting >= size || more === 'never') {
      return Math.min(waiting, size);
    }
    // The buffer is full and smaller than a chunk: better a small one than an idle worker.
    return more === 'not yet' && this.#inFlight.size < maxWorkers ? waiting : 0;
  }

  #submit(items: readonly Item[]): void {
    const [first] = items;
    const isChunk = this.#sizer.adapts || this.#sizer.size > 1 || first === undefined;
    const argLists = Array.from(items, (item) => item.args);
    const future = isChunk ? this.#target.submitChunk(argLists, this.#settled) : this.#target.submit(first.args);
    this.#inFlight.add(future);
    const since = performance.now();
    const share = Math.max(1, this.#inFlight.size / this.#target.maxWorkers);
    const onDone = (): void => {
      if (this.#inFlight.delete(future)) {
        this.#sizer.measured(items.length, (performance.now() - since) / share);
        settle(items, isChunk, lookAt(future));
        this.#arrived(items);
      }
    };
    if (future.done()) {
      onDone();
    } else {
      watch(future, onDone);
    }
  }
}

/** Gives each item its outcome; those of a chunk that came after a failure have none. */
function settle(items: readonly Item[], isChunk: boolean, end: ReturnType<typeof lookAt>): void {
  for (const [index, item] of items.entries()) {
    if (end?.ok !== true) {
      item.outcome = { ok: false, error: end?.error };
    } else {
      item.outcome = isChunk ? (end.value as Outcome<unknown>[])[index] : { ok: true, value: end.value };
    }
  }
}
