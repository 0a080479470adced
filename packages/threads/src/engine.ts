import { createRequire } from 'node:module';
import { neededByPools } from '@heddle/transport';
import type * as piscina from 'piscina';

/** piscina: an `import` could not wait until it is needed. */
export const engine: () => typeof piscina = neededByPools(
  () => createRequire(import.meta.url)('piscina') as typeof piscina,
);
