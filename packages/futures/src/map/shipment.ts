import { Future, hear, takeOutcome } from '../future.ts';
import { type End, errorOf, type Outcome } from '../outcome.ts';
import type { Hearer } from '../watcher.ts';

/** How a shipment was sent, for those who measure. */
export interface Sending {
  readonly since: number;
  /** The part of its executor that it has to share with others. */
  readonly share: number;
}

type Arrived = (shipment: Shipment) => void;

/**
 * Items of a map that travel as one call, until the last of their outcomes is taken.
 *
 * An interface, and it has its future instead of being one: V8 makes no object of a subclass whose parents have fields without a call or two into its runtime.
 */
export interface Shipment extends Hearer {
  /** Of the call. Nobody else sees it, and what was taken it does not hold any more. */
  readonly future: Future<unknown>;
  /** The one that was submitted after it. */
  following: Shipment | undefined;
  /** How many items. */
  readonly size: number;
  readonly sending: Sending | undefined;
  /** Whether all that it had was taken. */
  readonly isEmpty: boolean;
  /** The outcome of its next item; `undefined` as long as there is none, after the last one, and after a failure in a chunk that went no further. */
  take(): Outcome<unknown> | undefined;
}

/** One item, alone. */
export class Item implements Shipment {
  readonly future: Future<unknown> = new Future();
  following: Shipment | undefined = undefined;
  isEmpty = false;
  readonly #arrived: Arrived;

  constructor(arrived: Arrived) {
    this.#arrived = arrived;
    hear(this.future, this);
  }

  get size(): number {
    return 1;
  }

  get sending(): undefined {
    return undefined;
  }

  /** The map takes it, or says itself how it failed. */
  get isSeen(): boolean {
    return true;
  }

  settled(): void {
    this.#arrived(this);
  }

  take(): Outcome<unknown> | undefined {
    if (this.isEmpty || !this.future.done()) {
      return undefined;
    }
    this.isEmpty = true;
    return takeOutcome(this.future);
  }
}

/** Items that travel together. */
export class Chunk implements Shipment {
  readonly future: Future<unknown> = new Future();
  following: Shipment | undefined = undefined;
  readonly size: number;
  readonly sending: Sending | undefined;
  readonly #arrived: Arrived;
  #outcomes: (Outcome<unknown> | undefined)[] = [];
  #taken = 0;

  constructor(size: number, sending: Sending | undefined, arrived: Arrived) {
    this.size = size;
    this.sending = sending;
    this.#arrived = arrived;
    hear(this.future, this);
  }

  get isEmpty(): boolean {
    return this.#taken === this.size;
  }

  /** As of an {@link Item}. */
  get isSeen(): boolean {
    return true;
  }

  settled(_future: Future<unknown>, end: End<unknown>): void {
    if (end.ok === true) {
      this.#outcomes = end.value as Outcome<unknown>[];
    } else {
      const failure: Outcome<unknown> = { ok: false, error: errorOf(end) };
      this.#outcomes = Array.from({ length: this.size }, () => failure);
    }
    this.#arrived(this);
  }

  take(): Outcome<unknown> | undefined {
    if (this.isEmpty || !this.future.done()) {
      return undefined;
    }
    const outcome = this.#outcomes[this.#taken];
    this.#outcomes[this.#taken] = undefined;
    this.#taken += 1;
    if (this.isEmpty) {
      this.#outcomes = [];
      takeOutcome(this.future);
    }
    return outcome;
  }
}
