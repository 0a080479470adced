import { describe } from '@heddle/queue/waiting';
import { hasDependencies } from '../executor/dependencies.ts';
import { isFuture } from '../future.ts';

/** The arguments of one call. */
export type ArgList = readonly unknown[];

/** What the items of a map are to its function. */
export interface ItemShape {
  /** As an item is pulled. @throws {TypeError} it is not what it has to be */
  check(item: unknown): unknown;
  /** Of an item that was checked. */
  toArgs(item: unknown): ArgList;
  /** Whether its call has to wait for a future. */
  isDependent(item: unknown): boolean;
}

/** `map`: the one argument. */
export const argument: ItemShape = {
  check: (item) => item,
  toArgs: (item) => [item],
  isDependent: isFuture,
};

/** `starmap`: the list of all arguments. */
export const argumentList: ItemShape = {
  check(list) {
    if (typeof (list as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator] !== 'function') {
      throw new TypeError(`Expected each item of starmap to be a list of arguments, got ${describe(list)}`);
    }
    return Array.from(list as Iterable<unknown>);
  },
  toArgs: (list) => list as ArgList,
  isDependent: (list) => hasDependencies(list as ArgList),
};
