/** How a call ended. Tagged: whatever was thrown is a failure, `undefined`, `null` and `0` too. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };
