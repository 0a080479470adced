import { describe } from '@heddle/queue/waiting';

/** The items of a map, sync or async, one at a time. */
export type ItemSource =
  | { readonly kind: 'sync'; readonly iterator: Iterator<unknown> }
  | { readonly kind: 'async'; readonly iterator: AsyncIterator<unknown> };

/** @throws {TypeError} `items` is not iterable */
export function openSource(items: unknown): ItemSource {
  if (typeof (items as Partial<AsyncIterable<unknown>> | null | undefined)?.[Symbol.asyncIterator] === 'function') {
    return { kind: 'async', iterator: (items as AsyncIterable<unknown>)[Symbol.asyncIterator]() };
  }
  if (typeof (items as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator] === 'function') {
    return { kind: 'sync', iterator: (items as Iterable<unknown>)[Symbol.iterator]() };
  }
  throw new TypeError(`Expected items to be an iterable or an async iterable, got ${describe(items)}`);
}

/** Tells a source that no more is wanted. It is not waited for, and what it says to that does not matter. */
export function closeSource(source: ItemSource): void {
  try {
    const closed: unknown = source.iterator.return?.();
    Promise.resolve(closed).catch(() => {});
  } catch {
    // The map has ended already, one way or another.
  }
}
