import { LineNode } from '@heddle/queue/waiting';
import type { Outcome } from '../outcome.ts';

/** The arguments of one call. */
export type ArgList = readonly unknown[];

/** One item of a map, from when it is pulled until its result is taken. */
export class Item extends LineNode {
  readonly args: ArgList;
  outcome: Outcome<unknown> | undefined = undefined;

  constructor(args: ArgList) {
    super();
    this.args = args;
  }
}
