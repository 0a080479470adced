/** Arguments of several calls that all have as many: one list is cloned faster than a list of lists. */
export interface FlatArguments {
  /** Arguments of each call. */
  readonly arity: number;
  /** Calls. */
  readonly count: number;
  /** Of all calls, one after the other. */
  readonly values: readonly unknown[];
}

/** The arguments of one call. */
export function listAt({ arity, values }: FlatArguments, index: number): readonly unknown[] {
  const from = index * arity;
  return arity === 1 ? [values[from]] : values.slice(from, from + arity);
}

export function unflatten(flat: FlatArguments): readonly (readonly unknown[])[] {
  return Array.from({ length: flat.count }, (_, index) => listAt(flat, index));
}
