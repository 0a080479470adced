const LONGEST_TIMER = 2 ** 31 - 1;

/** Throws unless the option is a number of milliseconds from `least` up that a timer can hold. */
export function checkMilliseconds(name: string, value: unknown, least = 0): asserts value is number {
  checkInRange(name, value, `milliseconds from ${least} to ${LONGEST_TIMER}`, least, LONGEST_TIMER);
}

/** Throws unless the option is an integer in that range. */
export function checkInteger(name: string, value: unknown, least: number, most: number): asserts value is number {
  const expected = `an integer from ${least} to ${most}`;
  checkInRange(name, value, expected, least, most);
  if (!Number.isInteger(value)) throw new RangeError(`Expected ${name} to be ${expected}, got ${value}`);
}

function checkInRange(
  name: string,
  value: unknown,
  expected: string,
  least: number,
  most: number,
): asserts value is number {
  if (typeof value !== 'number') throw new TypeError(`Expected ${name} to be ${expected}, got ${show(value)}`);
  if (!(value >= least && value <= most)) throw new RangeError(`Expected ${name} to be ${expected}, got ${value}`);
}

/** A value as an error message shows it. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'object' && value !== null) return `an object`;
  return typeof value === 'function' ? 'a function' : String(value);
}
