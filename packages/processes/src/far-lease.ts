import type { FarClaims, WireTerms } from '@heddle/transport';
import { now } from './clock.ts';

/** The worker's side of a {@link Lease}. */
export class FarLease implements FarClaims {
  readonly #giveBack: (from: number, to: number) => void;
  #until = 0;
  readonly #begun: Set<number> = new Set();
  #last = 0;
  /** What came up to here was given back. */
  #givenBack = 0;
  #isLent = false;

  /** @param giveBack - tells the pool that calls were not begun, and will not be */
  constructor(giveBack: (from: number, to: number) => void) {
    this.#giveBack = giveBack;
  }

  accept(terms: WireTerms | undefined): void {
    if (terms !== undefined) {
      this.#until = terms.until;
      this.#last = terms.last;
      for (const call of terms.begun) {
        this.#begun.add(call);
      }
    }
  }

  hasBegun(call: number): boolean {
    for (const begun of this.#begun) {
      if (begun < call) {
        this.#begun.delete(begun); // it was made: calls are asked about in their order
      }
    }
    return this.#begun.has(call);
  }

  begin(call: number): boolean {
    if (call <= this.#givenBack) {
      return false;
    }
    if (!this.#isLent && now() < this.#until) {
      return true;
    }
    this.#givenBack = this.#last;
    this.#giveBack(call, this.#last);
    return false;
  }

  lent(isLent: boolean): void {
    this.#isLent = isLent;
  }
}
