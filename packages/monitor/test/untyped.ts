/** For what the types forbid, and a caller without types does. */
export function untyped(value: unknown): never {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- that is its purpose
  return value as never;
}
