import { newSlots } from '../storage/slots.ts';

/** A place in a {@link Line}; whoever is to stand in one extends it, or has its fields. It stands in at most one line at a time. */
export class LineNode {
  line: Line<this> | undefined = undefined;
  /** Which of its line's seats it has. */
  seat = 0;
}

const smallest = 4;

/** A line of no more seats than this keeps them. */
const small = 128;

const noSeats: never[] = [];

/**
 * First come, first served, where joining, leaving and serving cost the same however long it is.
 *
 * Seats in a ring, in the order of coming: whoever leaves from the middle leaves a gap, and the gaps are closed where one who comes finds no seat and half of them are gaps.
 * Nodes linked to one another would need no seats; but to follow the links of a hundred thousand, which lie where the garbage collector has put them, is to wait for memory: it doubled
 * what a `get` or a `put` cost.
 */
export class Line<N extends LineNode> {
  #seats: (N | undefined)[] = noSeats;
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

  /** How many it has seats for. */
  get capacity(): number {
    return this.#seats.length;
  }

  get first(): N | undefined {
    return this.#size === 0 ? undefined : this.#seats[this.#head & this.#mask];
  }

  /** Puts `node` last. */
  add(node: N): void {
    if (node.line !== undefined) {
      throw new Error('Expected node to stand in no line, got one that stands in a line');
    }
    if (((this.#tail - this.#head) | 0) > this.#mask) {
      this.#makeRoom();
    }
    node.line = this;
    this.#seat(node);
    this.#size += 1;
  }

  /** Takes `node` out, wherever it stands; `false` if it does not stand in this line. */
  remove(node: N): boolean {
    if (node.line !== this) {
      return false;
    }
    node.line = undefined;
    this.#seats[node.seat & this.#mask] = undefined;
    this.#size -= 1;
    if (node.seat === this.#head) {
      this.#findFirst();
    }
    if (this.#size < this.#few) {
      this.#reseat(this.#seats.length / 4);
    }
    return true;
  }

  /** Takes the first node out. */
  shift(): N | undefined {
    const node = this.first;
    if (node !== undefined) {
      this.remove(node);
    }
    return node;
  }

  /** Those that are in it now, from the first to the last, save those that have left it by then. */
  *[Symbol.iterator](): Generator<N, void, undefined> {
    for (const node of this.#all()) {
      if (node.line === this) {
        yield node;
      }
    }
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
      this.#reseat(Math.max(length, smallest));
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
  #reseat(length: number): void {
    const nodes = this.#all();
    this.#use(length);
    this.#head = 0;
    this.#tail = 0;
    for (const node of nodes) {
      this.#seat(node);
    }
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

  #all(): N[] {
    const nodes: N[] = [];
    for (let seat = this.#head; seat !== this.#tail; seat = (seat + 1) | 0) {
      const node = this.#seats[seat & this.#mask];
      if (node !== undefined) {
        nodes.push(node);
      }
    }
    return nodes;
  }
}
