import { setImmediate } from 'node:timers/promises';

/** Lets everything go on that can go on without time passing. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    await setImmediate();
  }
}

/** A function whose calls wait until they are let go, one by one. */
export class Gated<T> {
  readonly started: T[] = [];
  readonly #gates: Map<T, PromiseWithResolvers<unknown>> = new Map();
  readonly fn = (item: T): Promise<unknown> => {
    this.started.push(item);
    return this.#gate(item).promise;
  };

  open(item: T, value: unknown = item): void {
    this.#gate(item).resolve(value);
  }

  break(item: T, error: unknown): void {
    this.#gate(item).reject(error);
  }

  #gate(item: T): PromiseWithResolvers<unknown> {
    const gate = this.#gates.get(item) ?? Promise.withResolvers<unknown>();
    this.#gates.set(item, gate);
    return gate;
  }
}

/** 0, 1, 2, … without end (or up to `end`), telling how far it was pulled and whether it was closed. */
export class Counting implements Iterable<number> {
  pulled = 0;
  closed = 0;
  readonly #end: number;

  constructor(end: number = Infinity) {
    this.#end = end;
  }

  [Symbol.iterator](): Iterator<number, undefined> {
    return {
      next: () => {
        if (this.pulled >= this.#end) {
          return { done: true, value: undefined };
        }
        this.pulled += 1;
        return { done: false, value: this.pulled - 1 };
      },
      return: () => {
        this.closed += 1;
        return { done: true, value: undefined };
      },
    };
  }
}

/** For what the types forbid, and a caller without types does. */
export function untyped(value: unknown): never {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- that is its purpose
  return value as never;
}
