import { warn } from './warn.ts';

const registry =
  typeof FinalizationRegistry === 'undefined'
    ? undefined
    : new FinalizationRegistry((error: unknown) => {
        warn(error, 'A future failed, and nobody looked at it');
      });

/** Reports `error` once `future` is collected, unless {@link forgetUnseen} comes first. Holds the error, never the future. */
export function reportUnseen(future: object, error: unknown): void {
  registry?.register(future, error, future);
}

export function forgetUnseen(future: object): void {
  registry?.unregister(future);
}
