/** Puts one item into the pipeline; resolves once there was room, rejects with `ShutDown` after the end. */
export type Put<T> = (item: T) => Promise<void>;

/** Makes the items itself; `signal` aborts when the run ends early. */
export type Producer<T> = (put: Put<T>, context: { readonly signal: AbortSignal }) => unknown;

/** Where the items come from. */
export type Source<T> = Iterable<T> | AsyncIterable<T> | Producer<T>;

/** One run's hold on its source. */
export interface Feed {
  /** How many items there will be, if the source can tell. */
  readonly size: number | undefined;
  /** Resolves once the source is exhausted and everything it gave was delivered; rejects with what it threw. */
  pull(deliver: (item: unknown) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** Lets go of the source at once; what it still gives is dropped. */
  stop(): void;
  /** Resolves once the source has ended after `stop`; rejects with what it threw as it did. */
  closed(): Promise<void>;
}
