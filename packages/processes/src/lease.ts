import type { Claims, WireTerms } from '@heddle/transport';
import { now } from './clock.ts';

/** Milliseconds for which calls are lent to a worker that has them ahead of their turn. */
const duration = 25;

/** Calls under way. */
const size = 4_096;

/**
 * Calls that were sent ahead belong to their worker for a time: until then it may begin them, and what it has not begun by then is the pool's again.
 *
 * A process shares no memory with its worker, and cannot ask one that is busy. But both read the same clock, the worker makes its calls one after the other, and has written the result
 * of each before it looks at the clock to begin the next. So once the time is over, and all that it wrote is read, the oldest call without a result may be running, and no other is.
 *
 * A message renews the time of all that was sent. What one side has taken back meanwhile, without the other knowing, must not be meant by that: the term ends with it, and what is sent in
 * a term that has ended nobody begins. Whoever ends it, the next one has the next number on both sides.
 */
export class Lease implements Claims {
  readonly size: number = size;
  readonly isExact: boolean = false;
  #until = 0;
  #term = 0;
  #isEnding = false;
  /** Offered before the last message. */
  #last = 0;
  /** Offered since the last message, to be begun in any case. */
  #begun: number[] = [];
  /** Of all messages; calls that have ended may be among them, until the next is offered. */
  readonly #allBegun: Set<number> = new Set();

  offer(call: number, isBegun: boolean, oldest: number): void {
    for (const begun of this.#allBegun) {
      if (begun >= oldest) {
        break;
      }
      this.#allBegun.delete(begun);
    }
    if (isBegun) {
      this.#begun.push(call);
      this.#allBegun.add(call);
    }
  }

  terms(last: number): WireTerms | undefined {
    const begun = this.#begun;
    this.#begun = [];
    const areAllBegun = begun.length === last - this.#last;
    this.#last = last;
    if (areAllBegun) {
      return undefined;
    }
    this.#until = now() + duration;
    if (this.#isEnding) {
      this.#endTerm(); // what the worker still has of it is void
    }
    return { term: this.#term, until: this.#until, begun, last };
  }

  /** The worker may begin it this very moment. */
  takeBack(): boolean {
    return false;
  }

  get recoverableIn(): number {
    return Math.max(0, Math.ceil(this.#until - now()));
  }

  recover(call: number, oldest: number): boolean {
    const isBack = this.recoverableIn === 0 && !this.hasBegun(call, oldest);
    this.#isEnding ||= isBack;
    return isBack;
  }

  get isEnding(): boolean {
    return this.#isEnding;
  }

  endTerm(term: number): boolean {
    const isThis = term === this.#term;
    if (isThis) {
      this.#endTerm();
    }
    return isThis;
  }

  #endTerm(): void {
    this.#term += 1;
    this.#isEnding = false;
  }

  hasBegun(call: number, oldest: number): boolean {
    return call === oldest || this.#allBegun.has(call);
  }
}
