import { dayNumber } from './calendar.ts';
import type { History } from './history.ts';
import { signedNoise } from './noise.ts';

export const FIRST_DAY = '2013-04-24';
export const LAST_DAY = '2020-04-30';

const START = dayNumber(FIRST_DAY) ?? 0;
const SPRING = dayNumber('2020-03-01') ?? 0;

/** How far a day strays at most from the steady growth between two known days, as a share of the price. */
const SWING = 0.05;
const JITTER = 0.012;
const SWING_DAYS = 6;

/**
 * What a symbol cost at the close of every day, from the first to the last.
 *
 * It goes through every price of its history and swings in between, the less the nearer the known days are, so that no
 * day leaps away from the one before.
 */
export function referencePath(history: History, key: number): Float64Array {
  const known = knownDays(history);
  const path = new Float64Array((known.at(-1)?.[0] ?? 0) + 1);
  for (const [index, [day, price]] of known.entries()) {
    const [nextDay, nextPrice] = known[index + 1] ?? [day + 1, price];
    for (let at = day; at < nextDay; at++) {
      const share = (at - day) / (nextDay - day);
      const steady = price * power(nextPrice / price, share);
      path[at] = steady * (1 + 4 * share * (1 - share) * swing(key, at));
    }
  }
  return path;
}

/** `base ** exponent` for an exponent from 0 up to 1, by square roots alone: unlike `**`, these are exact on every machine. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let [root, rest] = [Math.sqrt(base), 2 * exponent]; rest > 0; root = Math.sqrt(root), rest = 2 * (rest % 1)) {
    if (rest >= 1) result *= root;
    if (root === 1) break;
  }
  return result;
}

function swing(key: number, day: number): number {
  const knot = Math.floor(day / SWING_DAYS);
  const share = (day % SWING_DAYS) / SWING_DAYS;
  const slow = signedNoise(key, 1, knot) * (1 - share) + signedNoise(key, 1, knot + 1) * share;
  return SWING * slow + JITTER * signedNoise(key, 2, day);
}

/** The days whose price the history tells, counted from the first, in order. */
function knownDays({ first, months, spring, peaks }: History): readonly (readonly [day: number, price: number])[] {
  const known = new Map([[0, first]]);
  for (const [index, price] of months.entries()) known.set(monthEnd(index) - START, price);
  for (const [index, price] of spring.entries()) known.set(SPRING + index - START, price);
  for (const [day, price] of Object.entries(peaks)) known.set((dayNumber(day) ?? 0) - START, price);
  return [...known].toSorted(([a], [b]) => a - b);
}

/** The last day of the month that comes so many months after 2013-04. */
function monthEnd(index: number): number {
  const months = 4 + index;
  const text = `${2013 + Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`;
  return (dayNumber(text) ?? 0) - 1;
}
