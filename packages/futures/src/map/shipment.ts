import { Future, hear, lookAt, takeOutcome } from '../future.ts';
import type { Outcome } from '../outcome.ts';
import type { Hearer } from '../watcher.ts';

/** How a shipment was sent, for those who measure. */
export interface Sending {
  readonly since: number;
  /** The part of its executor that it has to share with others. */
  readonly share: number;
}

type Arrived = (shipment: Shipment) => void;

/** Items of a map that travel as one call: the future of that, until the last of their outcomes is taken. Nobody else sees it, and what was taken it does not hold any more. */
export abstract class Shipment extends Future<unknown> implements Hearer {
  /** The one that was submitted after it. */
  following: Shipment | undefined = undefined;
  readonly #arrived: Arrived;

  constructor(arrived: Arrived) {
    super();
    this.#arrived = arrived;
    hear(this, this);
  }

  /** How many items. */
  abstract readonly size: number;
  abstract readonly sending: Sending | undefined;
  /** Whether all that it had was taken. */
  abstract readonly isEmpty: boolean;
  /** The outcome of its next item; `undefined` as long as there is none, after the last one, and after a failure in a chunk that went no further. */
  abstract take(): Outcome<unknown> | undefined;

  /** The map takes it, or says itself how it failed. */
  get isSeen(): boolean {
    return true;
  }

  settled(): void {
    this.#arrived(this);
  }
}

/** One item, alone. */
export class Item extends Shipment {
  isEmpty = false;

  override get size(): number {
    return 1;
  }

  override get sending(): undefined {
    return undefined;
  }

  override take(): Outcome<unknown> | undefined {
    if (this.isEmpty || !this.done()) {
      return undefined;
    }
    this.isEmpty = true;
    return takeOutcome(this);
  }
}

/** Items that travel together. */
export class Chunk extends Shipment {
  override readonly size: number;
  override readonly sending: Sending | undefined;
  #outcomes: (Outcome<unknown> | undefined)[] = [];
  #taken = 0;

  constructor(size: number, sending: Sending | undefined, arrived: Arrived) {
    super(arrived);
    this.size = size;
    this.sending = sending;
  }

  override get isEmpty(): boolean {
    return this.#taken === this.size;
  }

  override settled(): void {
    const end = lookAt(this);
    if (end?.ok === true) {
      this.#outcomes = end.value as Outcome<unknown>[];
    } else {
      const failure: Outcome<unknown> = { ok: false, error: end?.error };
      this.#outcomes = Array.from({ length: this.size }, () => failure);
    }
    super.settled();
  }

  override take(): Outcome<unknown> | undefined {
    if (this.isEmpty || !this.done()) {
      return undefined;
    }
    const outcome = this.#outcomes[this.#taken];
    this.#outcomes[this.#taken] = undefined;
    this.#taken += 1;
    if (this.isEmpty) {
      this.#outcomes = [];
      takeOutcome(this);
    }
    return outcome;
  }
}
