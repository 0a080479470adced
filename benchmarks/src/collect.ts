import { verify } from './verify.ts';

/** Or the collection of what was left over falls into the next moments, or does not. Needs `--expose-gc`. */
export function collectGarbage(): void {
  verify('gc', typeof globalThis.gc, 'function');
  globalThis.gc?.();
  globalThis.gc?.(); // what the first one let go of
}
