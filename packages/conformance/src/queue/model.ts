import type { QueueStats } from '@heddle/queue';

/** An item of a random program: `rank` decides its priority, `id` tells it from its equals; what is `refused` cannot be compared. */
export interface Item {
  rank: number;
  id: number;
  refused: boolean;
}

/** How a call stands: `pending`, `done`, the id of the item it got, or the name of what it failed with. */
export type Standing =
  | number
  | 'pending'
  | 'done'
  | 'Empty'
  | 'Full'
  | 'ShutDown'
  | 'TaskDoneError'
  | 'TimeoutError'
  | 'aborted'
  | 'refused';

interface Waiting {
  call: number;
  deadline: number;
  item?: Item;
}

/** A queue as plain as can be, with arrays for its lines and a clock that is told the time: what the real one must agree with. */
export class QueueModel {
  readonly standings: Standing[] = [];
  readonly #order: 'fifo' | 'lifo' | 'priority';
  readonly #maxSize: number;
  #items: Item[] = [];
  #getters: Waiting[] = [];
  #putters: Waiting[] = [];
  #joiners: Waiting[] = [];
  #unfinished = 0;
  #isShutDown = false;
  #now = 0;

  constructor(order: 'fifo' | 'lifo' | 'priority', maxSize: number) {
    this.#order = order;
    this.#maxSize = maxSize;
  }

  put(item: Item, timeout: number): void {
    const call = this.#newCall();
    if (this.#isShutDown) {
      this.standings[call] = 'ShutDown';
    } else if (this.#getters.length > 0 || this.#hasRoom()) {
      this.standings[call] = this.#enter(item);
    } else if (timeout === 0) {
      this.standings[call] = 'Full';
    } else {
      this.#putters.push({ call, deadline: this.#now + timeout, item });
    }
  }

  get(timeout: number): void {
    const call = this.#newCall();
    const item = this.#items.shift();
    if (item !== undefined) {
      this.standings[call] = item.id;
      this.#admit();
    } else if (this.#isShutDown) {
      this.standings[call] = 'ShutDown';
    } else if (timeout === 0) {
      this.standings[call] = 'Empty';
    } else {
      this.#getters.push({ call, deadline: this.#now + timeout });
    }
  }

  taskDone(): void {
    const call = this.#newCall();
    this.standings[call] = this.#unfinished === 0 ? 'TaskDoneError' : 'done';
    this.#finish(1);
  }

  join(timeout: number): void {
    const call = this.#newCall();
    if (this.#unfinished === 0) {
      this.standings[call] = 'done';
    } else if (timeout === 0) {
      this.standings[call] = 'TimeoutError';
    } else {
      this.#joiners.push({ call, deadline: this.#now + timeout });
    }
  }

  shutdown(immediate: boolean): void {
    this.standings[this.#newCall()] = 'done';
    this.#isShutDown = true;
    for (const { call } of [...this.#getters, ...this.#putters]) {
      this.standings[call] = 'ShutDown';
    }
    this.#getters = [];
    this.#putters = [];
    if (immediate) {
      const dropped = this.#items.length;
      this.#items = [];
      this.#finish(dropped);
    }
  }

  abort(call: number): void {
    if (this.standings[call] === 'pending') {
      this.standings[call] = 'aborted';
      this.#leave((waiting) => waiting.call === call);
    }
  }

  advance(ms: number): void {
    this.#now += ms;
    const isLate = ({ deadline }: Waiting): boolean => deadline <= this.#now;
    for (const [line, standing] of [
      [this.#getters, 'Empty'],
      [this.#putters, 'Full'],
      [this.#joiners, 'TimeoutError'],
    ] as const) {
      for (const { call } of line.filter(isLate)) {
        this.standings[call] = standing;
      }
    }
    this.#leave(isLate);
  }

  stats(): QueueStats {
    return {
      size: this.#items.length,
      maxSize: this.#maxSize,
      unfinished: this.#unfinished,
      waitingGets: this.#getters.length,
      waitingPuts: this.#putters.length,
      isShutDown: this.#isShutDown,
    };
  }

  #newCall(): number {
    return this.standings.push('pending') - 1;
  }

  #hasRoom(): boolean {
    return this.#maxSize === 0 || this.#items.length < this.#maxSize;
  }

  /** Into the hand of the first getter, or into its place; a comparison needs another item, and one that cannot be compared. */
  #enter(item: Item): Standing {
    const getter = this.#getters.shift();
    if (getter !== undefined) {
      this.standings[getter.call] = item.id;
    } else if (this.#order === 'lifo') {
      this.#items.unshift(item);
    } else if (this.#order === 'fifo') {
      this.#items.push(item);
    } else if (this.#items.length > 0 && (item.refused || this.#items.some(({ refused }) => refused))) {
      return 'refused';
    } else {
      const behind = this.#items.findIndex(({ rank }) => rank > item.rank);
      this.#items.splice(behind === -1 ? this.#items.length : behind, 0, item);
    }
    this.#unfinished += 1;
    return 'done';
  }

  #admit(): void {
    while (this.#hasRoom()) {
      const putter = this.#putters.shift();
      if (putter?.item === undefined) {
        return;
      }
      this.standings[putter.call] = this.#enter(putter.item);
    }
  }

  #finish(count: number): void {
    this.#unfinished = Math.max(0, this.#unfinished - count);
    if (this.#unfinished === 0) {
      for (const { call } of this.#joiners) {
        this.standings[call] = 'done';
      }
      this.#joiners = [];
    }
  }

  #leave(leaves: (waiting: Waiting) => boolean): void {
    this.#getters = this.#getters.filter((waiting) => !leaves(waiting));
    this.#putters = this.#putters.filter((waiting) => !leaves(waiting));
    this.#joiners = this.#joiners.filter((waiting) => !leaves(waiting));
  }
}
