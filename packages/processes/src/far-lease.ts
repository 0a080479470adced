import type { FarClaims, WireTerms } from '@heddle/transport';
import { now } from './clock.ts';

/** The worker's side of a {@link Lease}. */
export class FarLease implements FarClaims {
  readonly #giveBack: (from: number, term: number) => void;
  #until = 0;
  readonly #begun: Set<number> = new Set();
  #last = 0;
  #term = 0;
  /** What came up to here is of a term that has ended. */
  #void = 0;
  #isLent = false;

  /** @param giveBack - tells the pool that a call was not begun, and will not be, nor what follows it in that term */
  constructor(giveBack: (from: number, term: number) => void) {
    this.#giveBack = giveBack;
  }

  accept(terms: WireTerms | undefined, last: number): void {
    if (terms === undefined) {
      for (let call = this.#last + 1; call <= last; call += 1) {
        this.#begun.add(call);
      }
      this.#last = last;
      return;
    }
    for (const call of terms.begun) {
      this.#begun.add(call);
    }
    if (terms.term > this.#term) {
      this.#term = terms.term; // the pool has ended the one before
      this.#void = this.#last;
    }
    this.#last = terms.last;
    if (terms.term === this.#term) {
      this.#until = terms.until;
    } else {
      this.#void = terms.last; // sent before the pool knew
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
    if (call <= this.#void) {
      return false;
    }
    if (!this.#isLent && now() < this.#until) {
      return true;
    }
    this.#void = this.#last;
    this.#giveBack(call, this.#term);
    this.#term += 1;
    return false;
  }

  lent(isLent: boolean): void {
    this.#isLent = isLent;
  }
}
