import { Waiters } from '@heddle/queue/waiting';

/** How a run ended. */
export type End = { readonly ok: true } | { readonly ok: false; readonly error: unknown };

type State = { readonly name: 'open' } | { readonly name: 'closing' } | { readonly name: 'ended'; readonly end: End };

const done = { done: true, value: undefined } as const;

/**
 * Where the results leave a run, hand to hand: whoever offers one waits until it is taken, so that an unread result keeps its worker.
 *
 * Either offers wait or readers do, never both.
 */
export class Outlet {
  #state: State = { name: 'open' };
  readonly #offers: Waiters<void, unknown> = new Waiters();
  readonly #readers: Waiters<IteratorResult<unknown, undefined>> = new Waiters();

  /** Resolves once a reader took `value`, or nobody will. */
  offer(value: unknown): Promise<void> {
    if (this.#state.name !== 'open') {
      return Promise.resolve();
    }
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader.resolve({ done: false, value });
      return Promise.resolve();
    }
    return this.#offers.wait({}, never, value);
  }

  /** The next result; after the last the end, whose error is told once. */
  take(): Promise<IteratorResult<unknown, undefined>> {
    const offer = this.#offers.shift();
    if (offer !== undefined) {
      offer.resolve();
      return Promise.resolve({ done: false, value: offer.data });
    }
    if (this.#state.name !== 'ended') {
      return this.#readers.wait({}, never, undefined);
    }
    const { end } = this.#state;
    this.#state = { name: 'ended', end: { ok: true } };
    return end.ok ? Promise.resolve(done) : Promise.reject(end.error);
  }

  /** Takes no more results and drops those that wait; readers wait on, for the end. */
  close(): void {
    this.#state = { name: 'closing' };
    for (let offer = this.#offers.shift(); offer !== undefined; offer = this.#offers.shift()) {
      offer.resolve();
    }
  }

  /** Nothing comes any more: the first reader is told how it ended. */
  end(end: End): void {
    const first = this.#readers.shift();
    this.#state = { name: 'ended', end: first === undefined ? end : { ok: true } };
    if (first !== undefined && !end.ok) {
      first.reject(end.error);
    } else {
      first?.resolve(done);
    }
    for (let reader = this.#readers.shift(); reader !== undefined; reader = this.#readers.shift()) {
      reader.resolve(done);
    }
  }
}

/** No wait here has a timeout. */
function never(): undefined {
  return undefined;
}
