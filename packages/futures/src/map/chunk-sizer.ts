/** Milliseconds that a chunk should take: long beside what it costs to send one, short beside what a person notices. */
const target = 10;
const largest = 4_096;

/** How many items the next chunk holds: always as many, or as many as take about 10 ms by what the last ones took. */
export class ChunkSizer {
  #size: number;
  /** Whether the sizes to come depend on what the chunks in hand take. */
  readonly adapts: boolean;
  /** Whether items travel in chunks, of one item too. */
  readonly makesChunks: boolean;

  constructor(chunkSize: number | 'auto') {
    this.#size = chunkSize === 'auto' ? 1 : chunkSize;
    this.adapts = chunkSize === 'auto';
    this.makesChunks = chunkSize !== 1;
  }

  get size(): number {
    return this.#size;
  }

  /** A chunk of `items` took `ms`, sending and all. It grows fourfold at the most, so that one quick item misleads nobody. */
  measured(items: number, ms: number): void {
    if (this.adapts) {
      const fitting = Math.floor((target * items) / Math.max(ms, 0.001));
      this.#size = Math.max(1, Math.min(fitting, 4 * items, largest));
    }
  }
}
