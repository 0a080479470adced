import type { ServerResponse } from 'node:http';

/**
 * The answers that wait for their time.
 *
 * Exactly while an answer waits, it has a timer and its response has a listener: whichever comes first, the time or the
 * end of the connection, takes both away.
 */
export class Latency {
  readonly #latency: number;
  readonly #jitter: number;
  #waiting = 0;

  constructor(latency: number, jitter: number) {
    this.#latency = latency;
    this.#jitter = jitter;
  }

  /** How many wait now. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Calls `send` after the latency, unless the connection has ended by then. Without latency, at once. */
  delay(response: ServerResponse, send: () => void): void {
    const milliseconds = this.#latency + Math.random() * this.#jitter;
    if (milliseconds === 0) {
      send();
      return;
    }
    const onClose = (): void => {
      clearTimeout(timer);
      this.#waiting--;
    };
    const timer = setTimeout(() => {
      response.off('close', onClose);
      this.#waiting--;
      send();
    }, milliseconds);
    this.#waiting++;
    response.once('close', onClose);
  }
}
