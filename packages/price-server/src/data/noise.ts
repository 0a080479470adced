const SEED = 0x68_65_64_64;

/**
 * A number from 0 up to 1 that belongs to these integers: always the same for the same ones, on every machine.
 *
 * There is no state, so that any day can be made without those before it; and only integer arithmetic,
 * since `Math.sin`, `Math.exp` and the like may differ in the last digit from one engine to the next.
 */
export function noise(...keys: readonly number[]): number {
  let hash = SEED;
  for (const key of keys) {
    hash = Math.imul(hash ^ key, 0x9e_37_79_b1);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x85_eb_ca_6b);
    hash ^= hash >>> 13;
  }
  return (hash >>> 0) / 0x1_00_00_00_00;
}

/** The same, from -1 up to 1. */
export function signedNoise(...keys: readonly number[]): number {
  return 2 * noise(...keys) - 1;
}
