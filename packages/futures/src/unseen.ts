import { warn } from './warn.ts';

const registry =
  typeof FinalizationRegistry === 'undefined'
    ? undefined
    : new FinalizationRegistry((error: unknown) => {
        warn(error, 'A future failed, and nobody looked at it');
      });

/** Reports `error` once `future` is collected, unless {@link forgetUnseen} comes first. Holds the error, never the future. */
export function reportUnseen(future: object, error: unknown): void {
  if (registry !== undefined) {
    writeStack(error);
    registry.register(future, error, future);
  }
}

export function forgetUnseen(future: object): void {
  registry?.unregister(future);
}

/** Until its stack is read, V8 has an error hold the functions on it, and one of them holds the future, which would then never be collected. */
function writeStack(error: unknown): void {
  try {
    for (let next = error, depth = 0; next instanceof Error && depth < 10; next = next.cause, depth += 1) {
      void next.stack;
    }
  } catch {
    // An error whose getters throw: it is reported in its own words, or not at all.
  }
}
