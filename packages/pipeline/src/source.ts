import { describe } from '@heddle/queue/waiting';
import type { Feed, Source } from './feed.ts';
import { IterableFeed } from './iterable-feed.ts';
import { ProducerFeed } from './producer-feed.ts';

/** @throws {TypeError} `source` is no source */
export function checkSource(source: unknown): void {
  if (typeof source !== 'function' && !isAsyncIterable(source) && !isIterable(source)) {
    throw new TypeError(
      `Expected source to be an iterable, an async iterable or a producer function, got ${describe(source)}`,
    );
  }
}

export function openFeed<T>(source: Source<T>): Feed {
  return typeof source === 'function' ? new ProducerFeed(source) : new IterableFeed(source);
}

function isAsyncIterable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

function isIterable(value: unknown): boolean {
  return typeof value === 'string' || (typeof value === 'object' && value !== null && Symbol.iterator in value);
}
