/** Who is told when its time has passed. */
export interface Expiring {
  expire(): void;
}

/** A wait for a time; `stop` ends it early, and does nothing once it has ended. */
export interface Timer {
  stop(): void;
}

/** What rings once, some whole milliseconds from now; one that is not an object holds no event loop open, or is to be cleared for that. */
export type Alarm = { ref(): unknown; unref(): unknown } | number;

/** The clock of a line, and what calls it back. */
export interface Clock {
  /** Milliseconds, with fractions; never goes back. */
  now(): number;
  setAlarm(ring: () => void, ms: number): Alarm;
  clearAlarm(alarm: Alarm): void;
}

/** The longest delay that an alarm can hold; a longer one would ring at once. */
const longestDelay = 2 ** 31 - 1;

/** So many that have stopped may stay, whoever waits. */
const mayStay = 64;

/**
 * Everyone who waits for a time, under one alarm: it is set for the first of them, and holds the event loop open exactly while somebody waits.
 *
 * A heap, those due first before those due later, and equals in the order they came. Whoever stops stays in it, as a husk without an owner, until half of it
 * are such: so leaving costs the same wherever one stands. The alarm stays set for one who has stopped, too: most waits end in time, and the next is due later.
 */
export class TimerLine {
  readonly #clock: Clock;
  #heap: Entry[] = [];
  #pending = 0;
  #entries = 0;
  #alarm: Alarm | undefined = undefined;
  /** What the alarm is set for; it may ring earlier, and never does later. */
  #alarmDue = Infinity;
  #isRinging = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many wait. */
  get size(): number {
    return this.#pending;
  }

  /** Has `owner.expire()` called after `ms` milliseconds, never before, however long that is; `Infinity` too. */
  start(ms: number, owner: Expiring): Timer {
    const now = this.#clock.now();
    this.#entries += 1;
    const entry = new Entry(this, now + ms, this.#entries, owner);
    this.#pending += 1;
    if (this.#pending === 1 && typeof this.#alarm === 'object') {
      this.#alarm.ref();
    }
    push(this.#heap, entry);
    if (!this.#isRinging) {
      this.#setAlarm(now);
    }
    return entry;
  }

  /** One of its own has stopped, or is about to expire. */
  left(): void {
    this.#pending -= 1;
    if (this.#heap.length > 2 * this.#pending + mayStay) {
      this.#heap = this.#heap.filter(({ owner }) => owner !== undefined);
      order(this.#heap);
    }
    if (this.#pending === 0) {
      this.#rest();
    }
  }

  /** Nobody waits: nothing is to be held open. */
  #rest(): void {
    if (typeof this.#alarm === 'object') {
      this.#alarm.unref();
    } else if (this.#alarm !== undefined) {
      this.#clock.clearAlarm(this.#alarm);
      this.#alarm = undefined;
    }
  }

  /** Sees to it that the alarm rings in time for the first. */
  #setAlarm(now: number): void {
    const due = this.#heap[0]!.due;
    if (this.#alarm !== undefined) {
      if (due >= this.#alarmDue) {
        return;
      }
      this.#clock.clearAlarm(this.#alarm);
    }
    this.#alarmDue = due;
    this.#alarm = this.#clock.setAlarm(this.#ring, Math.max(0, Math.min(Math.ceil(due - now), longestDelay)));
  }

  readonly #ring = (): void => {
    this.#alarm = undefined;
    this.#isRinging = true;
    const now = this.#clock.now();
    const last = this.#entries; // who comes meanwhile waits for the next alarm
    try {
      for (let first = this.#heap[0]; first !== undefined; first = this.#heap[0]) {
        if (first.owner !== undefined && (first.due > now || first.turn > last)) {
          break;
        }
        pop(this.#heap);
        const { owner } = first;
        first.stop();
        owner?.expire();
      }
    } finally {
      // Also when one has thrown: the others are told by the next alarm.
      this.#isRinging = false;
      if (this.#pending > 0) {
        this.#setAlarm(this.#clock.now());
      }
    }
  };
}

/** A place in the line; without an owner, that of one who has left it. */
class Entry implements Timer {
  readonly line: TimerLine;
  readonly due: number;
  readonly turn: number;
  owner: Expiring | undefined;

  constructor(line: TimerLine, due: number, turn: number, owner: Expiring) {
    this.line = line;
    this.due = due;
    this.turn = turn;
    this.owner = owner;
  }

  stop(): void {
    if (this.owner !== undefined) {
      this.owner = undefined;
      this.line.left();
    }
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.due < b.due || (a.due === b.due && a.turn < b.turn);
}

function push(heap: Entry[], entry: Entry): void {
  let index = heap.length;
  heap.push(entry);
  while (index > 0) {
    const parent = (index - 1) >>> 1;
    if (!isBefore(entry, heap[parent]!)) {
      break;
    }
    heap[index] = heap[parent]!;
    index = parent;
  }
  heap[index] = entry;
}

/** Takes the first out. */
function pop(heap: Entry[]): void {
  const last = heap.pop()!;
  if (heap.length > 0) {
    sink(heap, 0, last);
  }
}

/** Makes a heap of any order. */
function order(heap: Entry[]): void {
  for (let index = (heap.length >>> 1) - 1; index >= 0; index -= 1) {
    sink(heap, index, heap[index]!);
  }
}

/** Puts `entry` at `index`, or below, behind those that are before it. */
function sink(heap: Entry[], at: number, entry: Entry): void {
  let index = at;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) {
      break;
    }
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) {
      child += 1;
    }
    if (!isBefore(heap[child]!, entry)) {
      break;
    }
    heap[index] = heap[child]!;
    index = child;
  }
  heap[index] = entry;
}
