import { describe } from '@heddle/queue/waiting';
import type { MapTarget } from './chunk-sender.ts';
import { MapRun } from './map-run.ts';
import type { MapOptions, MapResults } from './map-options.ts';

/** What `map` and `starmap` share; `each` says whether an item is the one argument or the list of all. */
export function mapCalls(
  target: MapTarget,
  items: unknown,
  options: MapOptions | undefined,
  each: 'item' | 'argument list',
): MapResults<unknown> {
  return new MapRun(target, items, options, each === 'item' ? (item) => [item] : toArgs);
}

function toArgs(list: unknown): readonly unknown[] {
  if (typeof (list as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator] !== 'function') {
    throw new TypeError(`Expected each item of starmap to be a list of arguments, got ${describe(list)}`);
  }
  return Array.from(list as Iterable<unknown>);
}
