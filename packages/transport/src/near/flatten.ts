import type { FlatArguments } from '../values/flat-arguments.ts';
import { isQueue } from '../values/is-queue.ts';
import { isSharedQueue } from '../values/shared-queue.ts';

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

function isCopied(arg: unknown): boolean {
  return typeof arg === 'object' ? arg === null || !(isQueue(arg) || isSharedQueue(arg)) : typeof arg !== 'function';
}
