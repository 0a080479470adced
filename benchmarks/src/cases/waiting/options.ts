import type { WaitOptions } from '@heddle/queue';

/** How long nobody has to wait here. */
const timeout = 600_000;

/** What each wait is given; a signal is shared by all. */
export const manners: readonly { readonly name: string; readonly make: () => WaitOptions }[] = [
  { name: 'without options', make: () => ({}) },
  { name: 'with a timeout each', make: () => ({ timeout }) },
  { name: 'with one signal for all', make: makeSignal },
];

function makeSignal(): { signal: AbortSignal } {
  return { signal: new AbortController().signal };
}
