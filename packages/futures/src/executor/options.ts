import { describe } from '@heddle/queue/waiting';

/** @throws {TypeError | RangeError} `value` is no integer from `least` up */
export function checkInteger(name: string, value: unknown, least: number): void {
  if (typeof value !== 'number') {
    throw new TypeError(`Expected ${name} to be an integer from ${least} up, got ${describe(value)}`);
  }
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(`Expected ${name} to be an integer from ${least} up, got ${describe(value)}`);
  }
}

/** @throws {TypeError | RangeError} `value` is no time in milliseconds; `Infinity` is one */
export function checkMilliseconds(name: string, value: unknown): void {
  if (typeof value !== 'number' || !(value >= 0)) {
    const Problem = typeof value === 'number' ? RangeError : TypeError;
    throw new Problem(`Expected ${name} to be a number of milliseconds from 0 up, got ${describe(value)}`);
  }
}

/** @throws {TypeError} `value` is neither `true` nor `false` */
export function checkBoolean(name: string, value: unknown): void {
  if (typeof value !== 'boolean') {
    throw new TypeError(`Expected ${name} to be true or false, got ${describe(value)}`);
  }
}

/** @throws {TypeError} `value` is no function */
export function checkFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') {
    throw new TypeError(`Expected ${name} to be a function, got ${describe(value)}`);
  }
}
