import { isImporting } from '@heddle/futures/executor';

/**
 * What only a pool needs, and takes long to load: at once in a program, whose first pool is to find it there; on a worker, whose tasks import what has pools and mostly make none,
 * as the first one needs it. Answers what `load` answered.
 */
export function neededByPools<T>(load: () => T): () => T {
  let loaded = isImporting() ? undefined : { value: load() };
  return () => {
    loaded ??= { value: load() };
    return loaded.value;
  };
}
