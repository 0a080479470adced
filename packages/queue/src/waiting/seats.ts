import { newSlots } from '../storage/slots.ts';

/** Whoever has a seat knows its number. */
export interface Seated {
  seat: number;
}

const smallest = 4;

/** So many seats are kept, however few are taken. */
const small = 128;

const none: never[] = [];

/**
 * A line of those who sit, in a ring, in the order of coming: joining, leaving from the middle and serving cost the same however long it is.
 *
 * Whoever leaves from the middle leaves a gap; where one who comes finds no seat, and half of them are gaps, all move up. A `Line`, whose nodes are linked, needs neither seats nor moves. But to
 * follow a hundred thousand links to where the garbage collector has put the nodes is to wait for memory each time: it doubled and tripled what one more `get` or `put` cost.
 */
export class Seats<N extends Seated> {
  #seats: (N | undefined)[] = none;
  /** Seats are numbered on and on, as 32 bits; with this, by their place in the ring. */
  #mask = -1;
  /** The seat of the first; where there is none, the next one's. */
  #head = 0;
  /** The seat of the one who comes next. */
  #tail = 0;
  #size = 0;
  /** With fewer in it than this it has too many seats. */
  #few = 0;

  get size(): number {
    return this.#size;
  }

  /** How many seats there are. */
  get capacity(): number {
    return this.#seats.length;
  }

  get first(): N | undefined {
    return this.#size === 0 ? undefined : this.#seats[this.#head & this.#mask];
  }

  /** Puts `node`, which has no seat anywhere, last. */
  add(node: N): void {
    if (((this.#tail - this.#head) | 0) > this.#mask) {
      this.#makeRoom();
    }
    this.#seat(node);
    this.#size += 1;
  }

  /** Takes `node` out, wherever it sits; `false` if it does not sit here. */
  remove(node: N): boolean {
    const { seat } = node;
    if (this.#seats[seat & this.#mask] !== node) {
      return false;
    }
    this.#seats[seat & this.#mask] = undefined;
    this.#size -= 1;
    if (seat === this.#head) {
      this.#findFirst();
    }
    if (this.#size < this.#few) {
      this.#moveUp(this.#seats.length / 4);
    }
    return true;
  }

  #findFirst(): void {
    if (this.#size === 0) {
      this.#head = this.#tail;
      return;
    }
    do {
      this.#head = (this.#head + 1) | 0;
    } while (this.#seats[this.#head & this.#mask] === undefined);
  }

  #makeRoom(): void {
    const { length } = this.#seats;
    if (this.#size > length / 2) {
      this.#double();
    } else {
      this.#moveUp(Math.max(length, smallest));
    }
  }

  /** All keep the numbers of their seats: nobody is asked to move. */
  #double(): void {
    const seats = this.#seats;
    const mask = this.#mask;
    this.#use(2 * seats.length);
    for (let seat = this.#head; seat !== this.#tail; seat = (seat + 1) | 0) {
      this.#seats[seat & this.#mask] = seats[seat & mask];
    }
  }

  /** Gives all a seat anew, without gaps, among so many. */
  #moveUp(length: number): void {
    const seats = this.#seats;
    const mask = this.#mask;
    const end = this.#tail;
    this.#use(length);
    this.#tail = 0;
    for (let seat = this.#head; seat !== end; seat = (seat + 1) | 0) {
      const node = seats[seat & mask];
      if (node !== undefined) {
        this.#seat(node);
      }
    }
    this.#head = 0;
  }

  #use(length: number): void {
    this.#seats = newSlots(length);
    this.#mask = length - 1;
    this.#few = length > small ? length / 8 : 0;
  }

  #seat(node: N): void {
    node.seat = this.#tail;
    this.#seats[this.#tail & this.#mask] = node;
    this.#tail = (this.#tail + 1) | 0;
  }
}
