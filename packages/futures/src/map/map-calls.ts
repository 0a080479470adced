import { MapRun, type MapTarget } from './map-run.ts';
import type { MapOptions, MapResults } from './map-options.ts';

/** What `map` and `starmap` share; `each` says whether an item is the one argument or the list of all. */
export function mapCalls(
  target: MapTarget,
  items: unknown,
  options: MapOptions | undefined,
  each: 'item' | 'argument list',
): MapResults<unknown> {
  return new MapRun(
    target,
    items,
    options,
    each === 'item' ? (item) => [item] : (item) => Array.from(item as Iterable<unknown>),
  );
}
