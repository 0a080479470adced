import type { Model, Move, State } from './explore.ts';

/** Ways to get `lock.ts` wrong, each of which the explorer must find. */
export type LockFault =
  | 'none'
  | 'unlock wakes nobody'
  | 'the woken take it as if nobody slept'
  | 'repair frees, and wakes nobody'
  | 'repair wakes, and does not free';

/** Where a thread is in `lock` and `unlock`. */
const outside = 0;
const looking = 1;
const marking = 2;
const falling = 3;
const asleep = 4;
const inside = 5;
const waking = 6;
const done = 7;
const dead = 8;

const names = ['wants the lock', 'looks', 'marks', 'falls asleep', '', 'frees', 'wakes', '', ''];

/** Beside the owner, as `awaited`. */
const awaited = 8;

/**
 * `lock.ts`: `threads` take the lock `rounds` times each, and up to `deaths` of them die anywhere. Only a death is repaired, at any
 * time after; nobody's sleep ends by itself. At the end all who live are through, and the lock is free.
 *
 * A state: the word, deaths left, breaks to do; then of each thread its place, the value of the word that it saw, its rounds.
 */
export function lockModel(threads: number, rounds: number, deaths: number, fault: LockFault = 'none'): Model {
  const word = 0;
  const deathsLeft = 1;
  const first = 2;
  const width = 4; // place, seen, rounds left, repaired
  const placeOf = (thread: number): number => first + thread * width;

  /** A thread does its next step, if it can. */
  function step(state: State, thread: number): State | undefined {
    const at = placeOf(thread);
    const next = state.slice();
    const held = state[word]!;
    const seen = state[at + 1]!;
    switch (state[at]!) {
      case outside: // the fast way
        next[at] = held === 0 ? inside : looking;
        next[word] = held === 0 ? thread + 1 : held;
        return next;
      case looking:
        next[at + 1] = held;
        if (held === 0) {
          next[word] = thread + 1 + (fault === 'the woken take it as if nobody slept' ? 0 : awaited);
          next[at] = inside;
          next[at + 1] = 0;
        } else {
          next[at] = held >= awaited ? falling : marking;
        }
        return next;
      case marking: // only if it is still what was seen
        next[word] = held === seen ? held + awaited : held;
        next[at] = looking;
        next[at + 1] = 0;
        return next;
      case falling: // `Atomics.wait` compares and sleeps in one step
        next[at] = held === seen ? asleep : looking;
        next[at + 1] = 0;
        return next;
      case inside:
        next[word] = 0;
        next[at + 2] = state[at + 2]! - 1;
        next[at] = held >= awaited && fault !== 'unlock wakes nobody' ? waking : next[at + 2] === 0 ? done : outside;
        return next;
      case waking:
        return undefined; // whom it wakes is chosen below
      default:
        return undefined;
    }
  }

  /** Each sleeper that `notify(…, 1)` may wake. */
  function wakings(state: State, thread: number): State[] {
    const at = placeOf(thread);
    const after = state[at + 2] === 0 ? done : outside;
    const sleepers = Array.from({ length: threads }, (_, other) => other).filter(
      (other) => state[placeOf(other)] === asleep,
    );
    const choices = sleepers.length === 0 ? [undefined] : sleepers;
    return choices.map((sleeper) => {
      const next = state.slice();
      next[at] = after;
      if (sleeper !== undefined) {
        next[placeOf(sleeper)] = looking;
      }
      return next;
    });
  }

  function repair(state: State, thread: number): State {
    const next = state.slice();
    next[placeOf(thread) + 3] = 1;
    if (state[word]! % awaited === thread + 1 && fault !== 'repair wakes, and does not free') {
      next[word] = 0;
    }
    const woken = fault === 'repair frees, and wakes nobody' ? 0 : threads;
    for (let other = 0; other < woken; other += 1) {
      if (next[placeOf(other)] === asleep) {
        next[placeOf(other)] = looking;
      }
    }
    return next;
  }

  return {
    start: [0, deaths, ...Array.from({ length: threads }, () => [outside, 0, rounds, 0]).flat()],

    moves(state) {
      const moves: Move[] = [];
      for (let thread = 0; thread < threads; thread += 1) {
        const at = placeOf(thread);
        const place = state[at]!;
        if (place === waking) {
          moves.push(...wakings(state, thread).map((to) => ({ name: `${thread} ${names[place]}`, to })));
        }
        const to = step(state, thread);
        if (to !== undefined) {
          moves.push({ name: `${thread} ${names[place]}`, to });
        }
        if (place === dead && state[at + 3] === 0) {
          moves.push({ name: `${thread} is repaired`, to: repair(state, thread) });
        }
        if (place !== dead && place !== done && state[deathsLeft]! > 0) {
          const died = state.slice();
          died[at] = dead;
          died[deathsLeft] = state[deathsLeft]! - 1;
          moves.push({ name: `${thread} dies`, to: died, isOptional: true });
        }
      }
      return moves;
    },

    problem(state, isLast) {
      const places = Array.from({ length: threads }, (_, thread) => state[placeOf(thread)]);
      if (places.filter((place) => place === inside).length > 1) {
        return 'two hold the lock';
      }
      if (isLast && places.some((place) => place !== done && place !== dead)) {
        return 'somebody sleeps for ever';
      }
      return isLast && state[word] !== 0 ? 'the lock is held by nobody' : undefined;
    },
  };
}
