export { TimeoutError } from '../errors.ts';
export { onAbort } from './abort.ts';
export { describe } from './describe.ts';
export { Line, LineNode } from './line.ts';
export { expireAfter, startTimer } from './timer.ts';
export type { Expiring, Timer } from './timer-line.ts';
export { checkOptions, checkWaitOptions } from './wait-options.ts';
export type { WaitOptions } from './wait-options.ts';
export { Waiter, Waiters } from './waiters.ts';
