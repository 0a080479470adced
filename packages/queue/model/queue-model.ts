// Longer than most: every step of the protocol stands here, one after the other, beside the faults that the explorer has to find.
import type { Model, Move, State } from './explore.ts';

/** Ways to get the protocol wrong, each of which the explorer must find. */
export type QueueFault =
  | 'none'
  | 'a put counts its item before it is written'
  | 'a take counts its item before it is read'
  | 'a put calls nobody'
  | 'a take calls nobody'
  | 'a call changes no word'
  | 'a call is not notified'
  | 'one who waits does not look again'
  | 'one who leaves does not pass a call on'
  | 'the position is not read again'
  | 'repair breaks no lock'
  | 'repair wakes nobody'
  | 'repair leaves the bits';

export interface QueueModelOptions {
  producers: number;
  consumers: number;
  /** What each producer puts in. */
  records: number;
  /** Records that the ring holds. */
  capacity: number;
  /** How many threads may die, anywhere. */
  deaths: number;
  /** How many waits may end by their timeout. */
  timeouts: number;
  fault?: QueueFault;
}

/** Where a producer is: in `Ring.put`, in `Seat.block`, in `callOne`. */
const put = {
  lock: 0,
  seeTakes: 2,
  seeHead: 3,
  seeTakesAgain: 4,
  write: 5,
  commit: 7,
  unlock: 8,
  call: 9,
  through: 10,
  unlockFull: 11,
  leave: 12,
} as const;

/** Where a consumer is: in `Ring.take`, in `Seat.block`, in `callAll`. */
const take = {
  look: 21,
  lock: 22,
  check: 23,
  read: 24,
  place: 25,
  commit: 26,
  unlock: 27,
  call: 28,
  through: 29,
  passOn: 30,
  unlockEmpty: 31,
  empty: 32,
  leave: 33,
} as const;

/** Of both. */
const both = { wake: 41, announce: 43, sleep: 44, asleep: 45, done: 46, dead: 47 } as const;

const nameOf: Record<number, string> = Object.fromEntries(
  [put, take, both].flatMap((places) => Object.entries(places).map(([name, place]) => [place, name])),
);

/** The words of a state: first those in shared memory, then the repairer's, then those of each thread. */
const word = {
  tailLock: 0,
  puts: 1,
  tail: 2, // two
  headSeen: 4,
  headLock: 5,
  takes: 6,
  head: 7, // two
  putsSeen: 9,
  waitingGets: 10,
  waitingPuts: 11,
  wrong: 12, // the ghost that watches: an item was lost, doubled or overtaken
  deathsLeft: 13,
  timeoutsLeft: 14,
  repairing: 15, // 1 and the thread
  repairStep: 16,
  ring: 17,
} as const;

/** The words of a thread. `signal`: whether its word changed since it looked. */
const own = {
  place: 0,
  count: 1,
  item: 2,
  signal: 3,
  called: 4,
  next: 5,
  isAnnounced: 6,
  isLate: 7,
  left: 8,
  isRepaired: 9,
} as const;
const ownWords = 10;

/**
 * README.md's protocol, a step for each access to a shared word that others may change. The locks are `lock.ts`'s, which has a model
 * of its own: here one who wants a lock that is held can do no step. Records are all of one size.
 *
 * Over 300 lines: a transition system is read whole, each place beside those that it leads to.
 */
export function queueModel(options: QueueModelOptions): Model {
  const { producers, consumers, records, capacity, deaths, timeouts, fault = 'none' } = options;
  const threads = producers + consumers;
  /** The ghost's list of what was put in, in its order. */
  const list = word.ring + capacity;
  const firstThread = list + producers * records;
  const threadAt = (thread: number): number => firstThread + thread * ownWords;
  const isProducer = (thread: number): boolean => thread < producers;

  /** Changes the word of `thread`, which matters only from when it waits, and wakes it. */
  function wake(state: number[], thread: number, changes: boolean = true, notifies: boolean = true): void {
    const at = threadAt(thread);
    if (changes && state[at + own.isAnnounced] === 1) {
      state[at + own.signal] = 1;
    }
    if (notifies && state[at] === both.asleep) {
      state[at] = both.announce;
    }
  }

  /** The steps that a thread can do. */
  function steps(state: State, thread: number): number[][] {
    const at = threadAt(thread);
    const bit = 1 << thread;
    const place = state[at]!;
    const count = state[at + own.count]!;
    const puts = state[word.puts]!;
    const takes = state[word.takes]!;
    const tail = state[word.tail + (puts & 1)]!;
    const head = state[word.head + (takes & 1)]!;
    const go = (to: number, ...changes: (readonly [number, number])[]): number[][] => [
      change(state, [[at, to], ...changes]),
    ];
    const mask = isProducer(thread) ? word.waitingPuts : word.waitingGets;
    const again = isProducer(thread) ? put.lock : take.look;

    switch (place) {
      // A put.
      case put.lock:
        return state[word.tailLock] === 0
          ? go(tail - state[word.headSeen]! < capacity ? put.write : put.seeTakes, [word.tailLock, thread + 1])
          : [];
      case put.seeTakes:
        return go(put.seeHead, [at + own.count, takes]);
      case put.seeHead:
        return go(put.seeTakesAgain, [at + own.item, state[word.head + (count & 1)]!]);
      case put.seeTakesAgain: {
        if (takes !== count && fault !== 'the position is not read again') {
          return go(put.seeTakes, [at + own.count, 0], [at + own.item, 0]);
        }
        const seen = state[at + own.item]!;
        const to = tail - seen < capacity ? put.write : put.unlockFull;
        return go(to, [word.headSeen, seen], [at + own.count, 0], [at + own.item, 0]);
      }
      case put.write: // and where it ends, which producers alone read
        if (fault === 'a put counts its item before it is written' && state[at + own.count] === 0) {
          return go(put.commit, [word.tail + ((puts + 1) & 1), tail + 1]);
        }
        return go(
          state[at + own.count] === 1 ? put.unlock : put.commit,
          [at + own.count, 0],
          [word.ring + ((tail - state[at + own.count]!) % capacity), recordOf(state, thread)],
          ...(state[at + own.count] === 1 ? [] : [[word.tail + ((puts + 1) & 1), tail + 1] as const]),
        );
      case put.commit: {
        const isEarly = fault === 'a put counts its item before it is written';
        return go(
          isEarly ? put.write : put.unlock,
          [at + own.count, isEarly ? 1 : 0],
          [word.puts, puts + 1],
          [list + puts, recordOf(state, thread)],
        );
      }
      case put.unlock:
        return fault === 'a put calls nobody'
          ? [afterPut(change(state, [[word.tailLock, 0]]), thread)]
          : go(put.call, [word.tailLock, 0]);
      case put.call:
        return callOne(state, thread, puts > takes, put.through).map((next) =>
          next[at] === put.through ? afterPut(next, thread) : next,
        );
      case put.through:
        return [nextRecord(state, thread)];
      case put.unlockFull:
        return go(afterFailure(state, thread), [word.tailLock, 0]);
      case put.leave:
        return [nextRecord(state, thread)];

      // A take.
      case take.look: // takes, then puts: that they are equal is true when the puts are read
        return go(puts === takes ? take.empty : take.lock);
      case take.lock:
        return state[word.headLock] === 0 ? go(take.check, [word.headLock, thread + 1]) : [];
      case take.check: {
        const seen = state[word.putsSeen] === takes ? puts : state[word.putsSeen]!;
        const to = fault === 'a take counts its item before it is read' ? take.place : take.read;
        return go(seen === takes ? take.unlockEmpty : to, [word.putsSeen, seen]);
      }
      case take.read: {
        const isEarly = fault === 'a take counts its item before it is read';
        const item = state[word.ring + ((isEarly ? head - 1 : head) % capacity)]!;
        const isWrong = isEarly && item !== state[list + takes - 1];
        return go(
          isEarly ? take.unlock : take.place,
          [at + own.item, item],
          [word.wrong, isWrong ? 1 : state[word.wrong]!],
        );
      }
      case take.place:
        return go(take.commit, [word.head + ((takes + 1) & 1), head + 1]);
      case take.commit: {
        const isEarly = fault === 'a take counts its item before it is read';
        const isWrong = !isEarly && state[at + own.item] !== state[list + takes];
        return go(
          isEarly ? take.read : take.unlock,
          [word.takes, takes + 1],
          [word.wrong, isWrong ? 1 : state[word.wrong]!],
        );
      }
      case take.unlock:
        return go(take.call, [word.headLock, 0], [at + own.item, 0]);
      case take.call: {
        const called = fault === 'a take calls nobody' ? 0 : state[word.waitingPuts]!;
        const then = state[at + own.isAnnounced] === 1 ? take.through : take.look;
        return go(
          called === 0 ? then : both.wake,
          [at + own.called, called],
          [at + own.next, called === 0 ? 0 : then],
          [word.waitingPuts, state[word.waitingPuts]! & ~called],
        );
      }
      case take.through:
      case take.leave: {
        const wasCalled = state[at + own.isAnnounced] === 1 && (state[word.waitingGets]! & bit) === 0;
        return go(
          wasCalled && fault !== 'one who leaves does not pass a call on'
            ? take.passOn
            : place === take.leave
              ? both.done
              : take.look,
          [word.waitingGets, state[word.waitingGets]! & ~bit],
          [at + own.isAnnounced, 0],
          [at + own.signal, 0],
        );
      }
      case take.passOn:
        return callOne(state, thread, puts > takes, state[at + own.isLate] === 1 ? both.done : take.look);
      case take.unlockEmpty:
        return go(take.empty, [word.headLock, 0]);
      case take.empty:
        return go(afterFailure(state, thread));

      // A call, one row after the other.
      case both.wake: {
        const called = state[at + own.called]!;
        const left = called & (called - 1);
        const next = change(state, [
          [at, left === 0 ? state[at + own.next]! : both.wake],
          [at + own.called, left],
          [at + own.next, left === 0 ? 0 : state[at + own.next]!],
        ]);
        wake(next, lowest(called), fault !== 'a call changes no word', fault !== 'a call is not notified');
        return [next];
      }

      // A wait: the word is read before the bit is there.
      case both.announce:
        return go(
          fault === 'one who waits does not look again' && state[at + own.isLate] === 0 ? both.sleep : again,
          [mask, state[mask]! | bit],
          [at + own.isAnnounced, 1],
          [at + own.signal, 0],
        );
      case both.sleep: // `Atomics.wait` compares and sleeps in one step
        return go(state[at + own.signal] === 1 ? both.announce : both.asleep);
      default:
        return [];
    }
  }

  /** Takes out the bit of any one who waits; after the call, `then`. */
  function callOne(state: State, thread: number, isWorth: boolean, then: number): number[][] {
    const at = threadAt(thread);
    const waiting = isWorth ? state[word.waitingGets]! : 0;
    if (waiting === 0) {
      return [change(state, [[at, then]])];
    }
    return Array.from({ length: threads }, (_, other) => 1 << other)
      .filter((other) => (waiting & other) !== 0)
      .map((other) =>
        change(state, [
          [at, both.wake],
          [word.waitingGets, waiting & ~other],
          [at + own.called, other],
          [at + own.next, then],
        ]),
      );
  }

  /** It found no item, or no room. */
  function afterFailure(state: State, thread: number): number {
    const at = threadAt(thread);
    if (state[at + own.isAnnounced] === 0) {
      return both.announce;
    }
    return state[at + own.isLate] === 0 ? both.sleep : isProducer(thread) ? put.leave : take.leave;
  }

  /** Nobody waits for a put that never had to. */
  function afterPut(state: State, thread: number): number[] {
    const at = threadAt(thread);
    return state[at + own.isAnnounced] === 1 ? change(state, [[at, put.through]]) : nextRecord(state, thread);
  }

  /** A producer turns to its next record; nobody waits for this one any more. */
  function nextRecord(state: State, thread: number): number[] {
    const at = threadAt(thread);
    const left = state[at + own.left]! - 1;
    return change(state, [
      [at, left === 0 ? both.done : put.lock],
      [at + own.left, left],
      [at + own.isAnnounced, 0],
      [at + own.signal, 0],
      [at + own.isLate, 0],
      [word.waitingPuts, state[word.waitingPuts]! & ~(1 << thread)],
    ]);
  }

  function recordOf(state: State, thread: number): number {
    return 1 + thread * records + records - state[threadAt(thread) + own.left]!;
  }

  /** The next step of repairing: of one thread after another, as under the table's lock. */
  function repairs(state: State): number[][] {
    if (state[word.repairing] === 0) {
      return Array.from({ length: threads }, (_, thread) => thread)
        .filter((thread) => state[threadAt(thread)] === both.dead && state[threadAt(thread) + own.isRepaired] === 0)
        .map((thread) =>
          change(state, [
            [word.repairing, thread + 1],
            [word.repairStep, 0],
          ]),
        );
    }
    const thread = state[word.repairing]! - 1;
    const step = state[word.repairStep]!;
    const next = change(state, [[word.repairStep, step + 1]]);
    if (step === 0) {
      if (fault !== 'repair leaves the bits') {
        next[word.waitingGets] = state[word.waitingGets]! & ~(1 << thread);
        next[word.waitingPuts] = state[word.waitingPuts]! & ~(1 << thread);
      }
    } else if (step <= 2) {
      const lock = step === 1 ? word.tailLock : word.headLock;
      if (state[lock] === thread + 1 && fault !== 'repair breaks no lock') {
        next[lock] = 0;
      }
    } else {
      const woken = fault === 'repair wakes nobody' ? 0 : threads;
      for (let other = 0; other < woken; other += 1) {
        wake(next, other);
      }
      next[word.repairing] = 0;
      next[word.repairStep] = 0;
      next[threadAt(thread) + own.isRepaired] = 1;
    }
    return [next];
  }

  const start = Array.from({ length: firstThread + threads * ownWords }, () => 0);
  start[word.deathsLeft] = deaths;
  start[word.timeoutsLeft] = timeouts;
  for (let thread = 0; thread < threads; thread += 1) {
    start[threadAt(thread)] = isProducer(thread) ? put.lock : take.look;
    start[threadAt(thread) + own.left] = isProducer(thread) ? records : 0;
  }

  return {
    start,

    moves(state) {
      const moves: Move[] = repairs(state).map((to) => ({ name: 'repair', to }));
      for (let thread = 0; thread < threads; thread += 1) {
        const at = threadAt(thread);
        const place = state[at]!;
        const who = `${isProducer(thread) ? 'producer' : 'consumer'} ${thread}`;
        for (const to of steps(state, thread)) {
          moves.push({ name: `${who}: ${nameOf[place]}`, to });
        }
        if (place === both.asleep && state[word.timeoutsLeft]! > 0) {
          const to = change(state, [
            [at, both.announce],
            [at + own.isLate, 1],
            [word.timeoutsLeft, state[word.timeoutsLeft]! - 1],
          ]);
          moves.push({ name: `${who}: late`, to, isOptional: true });
        }
        if (place !== both.dead && place !== both.done && state[word.deathsLeft]! > 0) {
          // What it had at hand is gone; forgetting it makes fewer states.
          const to = change(state, [
            [at, both.dead],
            [word.deathsLeft, state[word.deathsLeft]! - 1],
            ...[own.count, own.item, own.signal, own.called, own.next, own.isAnnounced, own.isLate, own.left].map(
              (offset) => [at + offset, 0] as const,
            ),
          ]);
          moves.push({ name: `${who}: dies`, to, isOptional: true });
        }
      }
      return moves;
    },

    problem(state, isLast) {
      if (state[word.wrong] === 1) {
        return 'an item was lost, doubled or overtaken';
      }
      if (!isLast) {
        return undefined;
      }
      const size = state[word.puts]! - state[word.takes]!;
      for (let thread = 0; thread < threads; thread += 1) {
        const place = state[threadAt(thread)]!;
        if (place === both.dead || place === both.done) {
          continue;
        }
        if (place !== both.asleep) {
          return `thread ${thread} is stuck at ${nameOf[place]}`;
        }
        if (isProducer(thread) ? size < capacity : size > 0) {
          return `thread ${thread} sleeps, though there is what it waits for`;
        }
      }
      return state[word.tailLock] === 0 && state[word.headLock] === 0 ? undefined : 'a lock is held by nobody';
    },
  };
}

function change(state: State, changes: readonly (readonly [at: number, value: number])[]): number[] {
  const next = state.slice();
  for (const [at, value] of changes) {
    next[at] = value;
  }
  return next;
}

/** The index of the lowest bit. */
function lowest(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
