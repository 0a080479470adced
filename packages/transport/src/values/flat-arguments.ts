import { isQueue } from './is-queue.ts';
import { isSharedQueue } from './shared-queue.ts';

/** Arguments of several calls that all have as many: one list is cloned faster than a list of lists. */
export interface FlatArguments {
  /** Arguments of each call. */
  readonly arity: number;
  /** Calls. */
  readonly count: number;
  /** Of all calls, one after the other. */
  readonly values: readonly unknown[];
}

/** `undefined` where the lists differ in length, or hold what crosses as a reference. */
export function flatten(argLists: readonly (readonly unknown[])[]): FlatArguments | undefined {
  const arity = argLists[0]?.length ?? 0;
  const values: unknown[] = [];
  for (const args of argLists) {
    if (args.length !== arity || !addCopied(values, args)) {
      return undefined;
    }
  }
  return { arity, count: argLists.length, values };
}

/** Adds the arguments of one more call; `false` if one of them crosses as a reference. */
export function addCopied(values: unknown[], args: readonly unknown[]): boolean {
  for (const arg of args) {
    if (!isCopied(arg)) {
      return false;
    }
    values.push(arg);
  }
  return true;
}

/** The arguments of one call. */
export function listAt({ arity, values }: FlatArguments, index: number): readonly unknown[] {
  const from = index * arity;
  return arity === 1 ? [values[from]] : values.slice(from, from + arity);
}

export function unflatten(flat: FlatArguments): readonly (readonly unknown[])[] {
  return Array.from({ length: flat.count }, (_, index) => listAt(flat, index));
}

function isCopied(arg: unknown): boolean {
  return typeof arg === 'object' ? arg === null || !(isQueue(arg) || isSharedQueue(arg)) : typeof arg !== 'function';
}
