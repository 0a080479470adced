import { checkWaitOptions, describe, type WaitOptions } from '@heddle/queue/waiting';
import { checkBoolean, checkInteger } from '../executor/options.ts';

export interface MapOptions extends WaitOptions {
  /** Items that travel together as one task; `'auto'` measures and adapts. 1 by default. */
  chunkSize?: number | 'auto' | undefined;
  /** Items pulled from the source and not yet taken, at the most. Without it a sync iterable is submitted whole, an async one gets twice `maxWorkers`. */
  bufferSize?: number | undefined;
  /** `true`, the default: in the order of the items; `false`: as completed. */
  ordered?: boolean | undefined;
  /** `true`: yields `PromiseSettledResult`s, and never throws for an item. */
  settled?: boolean | undefined;
}

/** What `map` answers: an async iterator, or all of it at once. */
export interface MapResults<R> extends AsyncIterableIterator<R> {
  /** All the results; rejects as the iteration would. */
  toArray(): Promise<R[]>;
}

/** @throws {TypeError | RangeError} an option is none; names it, and what was got */
export function checkMapOptions(given: MapOptions | undefined): MapOptions {
  const options: MapOptions = checkWaitOptions(given);
  const { chunkSize, bufferSize, ordered, settled } = options;
  if (typeof chunkSize === 'string' && chunkSize !== 'auto') {
    throw new TypeError(`Expected chunkSize to be an integer from 1 up or 'auto', got ${describe(chunkSize)}`);
  }
  if (chunkSize !== undefined && chunkSize !== 'auto') {
    checkInteger('chunkSize', chunkSize, 1);
  }
  if (bufferSize !== undefined) {
    checkInteger('bufferSize', bufferSize, 1);
  }
  if (ordered !== undefined) {
    checkBoolean('ordered', ordered);
  }
  if (settled !== undefined) {
    checkBoolean('settled', settled);
  }
  return options;
}
