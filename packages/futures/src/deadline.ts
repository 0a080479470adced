import type { WaitOptions } from '@heddle/queue/waiting';

/** The end of a time that began when this was made; for waits that come in several parts. */
export class Deadline {
  readonly #end: number;

  constructor(timeout: number | undefined) {
    this.#end = timeout === undefined ? Infinity : performance.now() + timeout;
    this.timeout = timeout;
  }

  /** The whole time, in milliseconds; `undefined`: there is no deadline. */
  readonly timeout: number | undefined;

  /** The options for the next part of the wait. */
  remaining(signal: AbortSignal | undefined): WaitOptions {
    return { signal, timeout: this.timeout === undefined ? undefined : Math.max(0, this.#end - performance.now()) };
  }
}
