import type { WorkItem } from '@heddle/futures/executor';
import type { Claims, WireTerms } from '../claims.ts';

const smallest = 16;

/** What was sent to one worker and has not ended, under the numbers of its calls, which are consecutive: in a ring that grows. */
export class InFlight {
  readonly #claims: Claims | undefined;
  #items: (WorkItem | undefined)[] = Array.from({ length: smallest });
  /** From the oldest call that may be under way to the one that comes next. */
  #oldest = 1;
  #next = 1;
  #size = 0;
  /** Tasks that wait for others and have lent their slot, or had. */
  readonly #lenders: Set<WorkItem> = new Set();

  constructor(claims: Claims | undefined) {
    this.#claims = claims;
  }

  get size(): number {
    return this.#size;
  }

  /** Those that need the worker: not those that wait for others, and have lent their slot. */
  get load(): number {
    return this.#lenders.size === 0 ? this.#size : this.#size - this.#countLending();
  }

  get hasLender(): boolean {
    return this.#countLending() > 0;
  }

  /** Whether one more may be sent. */
  get hasRoom(): boolean {
    return this.#claims === undefined || this.#next - this.#oldest < this.#claims.size;
  }

  /** `item` is about to be sent. @returns the number of its call */
  add(item: WorkItem, isBegun: boolean): number {
    if (this.#next - this.#oldest === this.#items.length) {
      this.#grow();
    }
    const call = this.#next;
    this.#next += 1;
    this.#size += 1;
    this.#items[this.#slot(call)] = item;
    this.#claims?.offer(call, isBegun, this.#oldest);
    return call;
  }

  get(call: number): WorkItem | undefined {
    return call < this.#oldest || call >= this.#next ? undefined : this.#items[this.#slot(call)];
  }

  /** A task has lent its slot. */
  lent(item: WorkItem): void {
    this.#lenders.add(item);
  }

  /** It has ended, or does not matter any more. */
  delete(call: number): WorkItem | undefined {
    const item = this.get(call);
    if (item === undefined) {
      return undefined;
    }
    this.#items[this.#slot(call)] = undefined;
    this.#size -= 1;
    if (this.#lenders.size > 0) {
      this.#lenders.delete(item);
    }
    while (this.#oldest < this.#next && this.#items[this.#slot(this.#oldest)] === undefined) {
      this.#oldest += 1;
    }
    return item;
  }

  /** Whether the worker has begun it. */
  hasBegun(call: number): boolean {
    return this.#claims === undefined || this.#claims.hasBegun(call, this.#oldest);
  }

  mayHaveBegun(call: number): boolean {
    return this.#claims?.isExact !== true || this.#claims.hasBegun(call, this.#oldest);
  }

  /** Takes it back, if the worker has not begun it. */
  takeBack(call: number): boolean {
    if (this.#claims?.takeBack(call) !== true) {
      return false;
    }
    this.delete(call);
    return true;
  }

  /** How long to wait, in milliseconds, before {@link takeBackSome} may find any; 0: it may now. */
  get recoverableIn(): number {
    return this.#claims?.recoverableIn ?? 0;
  }

  /** What goes with the calls that were added since it was asked last. */
  terms(): WireTerms | undefined {
    return this.#claims?.terms(this.#next - 1);
  }

  /** Whether the worker can be sent no more before what it has is settled. */
  get isEnding(): boolean {
    return this.#size > 0 && this.#claims?.isEnding === true;
  }

  /** The worker gives back the calls of this term from `from` on: it has not begun them. */
  giveBack(from: number, term: number): WorkItem[] {
    const back: WorkItem[] = [];
    if (this.#claims?.endTerm(term) !== true) {
      return back;
    }
    for (let call = from; call < this.#next; call += 1) {
      const item = this.#claims.hasBegun(call, 0) ? undefined : this.delete(call);
      if (item !== undefined) {
        back.push(item);
      }
    }
    return back;
  }

  /** The oldest calls, up to `most`, that the worker has not begun: they are back, and go elsewhere. */
  takeBackSome(most: number): WorkItem[] {
    const back: WorkItem[] = [];
    for (let call = this.#oldest; call < this.#next && back.length < most; call += 1) {
      const item = this.get(call);
      if (item !== undefined && this.#claims?.recover(call, this.#oldest) === true) {
        back.push(item);
      }
    }
    for (const item of back) {
      this.delete(item.call);
    }
    return back;
  }

  /** Has what the worker has begun count as begun here. */
  look(): void {
    for (let call = this.#oldest; call < this.#next; call += 1) {
      const item = this.get(call);
      if (item?.isHanded === true && this.hasBegun(call)) {
        item.start();
      }
    }
  }

  /** The worker is no more: what it had begun, and what not. */
  end(): { begun: WorkItem[]; others: WorkItem[] } {
    const begun: WorkItem[] = [];
    const others: WorkItem[] = [];
    for (let call = this.#oldest; call < this.#next; call += 1) {
      const item = this.get(call);
      if (item !== undefined && !this.hasBegun(call)) {
        others.push(item);
      } else if (item !== undefined) {
        if (item.isHanded) {
          item.start();
        }
        begun.push(item);
      }
    }
    this.#items.fill(undefined);
    this.#oldest = this.#next;
    this.#size = 0;
    this.#lenders.clear();
    return { begun, others };
  }

  #slot(call: number): number {
    return call & (this.#items.length - 1);
  }

  #countLending(): number {
    let lending = 0;
    for (const item of this.#lenders) {
      lending += item.isLending ? 1 : 0;
    }
    return lending;
  }

  #grow(): void {
    const before = this.#items;
    this.#items = Array.from({ length: 2 * before.length });
    for (let call = this.#oldest; call < this.#next; call += 1) {
      this.#items[this.#slot(call)] = before[call & (before.length - 1)];
    }
  }
}
