import { type Future, lookAt } from '../future.ts';
import type { Outcome } from '../outcome.ts';
import { Watcher } from '../watcher.ts';

/** How a shipment was sent, for those who measure. */
export interface Sending {
  readonly since: number;
  /** The part of its executor that it has to share with others. */
  readonly share: number;
}

/** Where it stands; what was taken it does not hold any more. */
type State =
  | { readonly name: 'sent'; readonly future: Future<unknown> }
  | { readonly name: 'arrived'; readonly outcomes: (Outcome<unknown> | undefined)[]; taken: number }
  /** Of one item: its outcome. */
  | ({ readonly name: 'arrived alone' } & Outcome<unknown>)
  | { readonly name: 'empty' };

const empty: State = { name: 'empty' };

/** Items of a map that travel together, from when they are submitted until the last of their outcomes is taken. */
export class Shipment extends Watcher {
  readonly size: number;
  readonly sending: Sending | undefined;
  /** The one that was submitted after it. */
  following: Shipment | undefined = undefined;
  readonly #isChunk: boolean;
  readonly #arrived: (shipment: Shipment) => void;
  #state: State;

  constructor(
    future: Future<unknown>,
    size: number,
    isChunk: boolean,
    sending: Sending | undefined,
    arrived: (shipment: Shipment) => void,
  ) {
    super();
    this.size = size;
    this.sending = sending;
    this.#isChunk = isChunk;
    this.#arrived = arrived;
    this.#state = { name: 'sent', future };
  }

  /** Its future, until that is done. */
  get future(): Future<unknown> | undefined {
    return this.#state.name === 'sent' ? this.#state.future : undefined;
  }

  /** Whether all that it had was taken. */
  get isEmpty(): boolean {
    return this.#state === empty;
  }

  override settled(future: Future<unknown>): void {
    const end = lookAt(future);
    if (!this.#isChunk) {
      this.#state =
        end?.ok === true
          ? { name: 'arrived alone', ok: true, value: end.value }
          : { name: 'arrived alone', ok: false, error: end?.error };
    } else if (end?.ok === true) {
      this.#state = { name: 'arrived', outcomes: end.value as Outcome<unknown>[], taken: 0 };
    } else {
      const failure: Outcome<unknown> = { ok: false, error: end?.error };
      this.#state = { name: 'arrived', outcomes: Array.from({ length: this.size }, () => failure), taken: 0 };
    }
    this.#arrived(this);
  }

  /** The outcome of its next item; `undefined` as long as there is none, after the last one, and after a failure in a chunk that went no further. */
  take(): Outcome<unknown> | undefined {
    const state = this.#state;
    if (state.name === 'arrived alone') {
      this.#state = empty;
      return state;
    }
    if (state.name !== 'arrived') {
      return undefined;
    }
    const outcome = state.outcomes[state.taken];
    state.outcomes[state.taken] = undefined;
    state.taken += 1;
    if (state.taken === this.size) {
      this.#state = empty;
    }
    return outcome;
  }
}
