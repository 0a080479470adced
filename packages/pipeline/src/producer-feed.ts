import { ShutDown } from '@heddle/queue';
import type { Feed, Producer } from './feed.ts';

/** A producer function as a source: its puts are delivered one after another, those that it did not await too. */
export class ProducerFeed<T> implements Feed {
  readonly size: undefined = undefined;
  readonly #producer: Producer<T>;
  #state: 'open' | 'over' | 'stopped' = 'open';
  #last: Promise<void> = Promise.resolve();

  constructor(producer: Producer<T>) {
    this.#producer = producer;
  }

  async pull(deliver: (item: unknown) => Promise<void>, signal: AbortSignal): Promise<void> {
    if (this.#isStopped()) {
      return;
    }
    const put = (item: T): Promise<void> => this.#put(item, deliver);
    try {
      await this.#producer(put, { signal });
    } finally {
      this.#state = this.#isStopped() ? 'stopped' : 'over';
    }
    // What it put and did not await: the last is delivered after all the others.
    await this.#last;
  }

  stop(): void {
    this.#state = 'stopped';
  }

  closed(): Promise<void> {
    return Promise.resolve();
  }

  #put(item: T, deliver: (item: unknown) => Promise<void>): Promise<void> {
    if (this.#state === 'over') {
      return Promise.reject(
        new ShutDown('Expected put() to be called before the producer ended, got a call after its end'),
      );
    }
    const enter = async (): Promise<void> => {
      if (this.#isStopped()) {
        throw new ShutDown('Expected the run to be open, got a run that has ended');
      }
      await deliver(item);
    };
    // Each waits for the one before, whether that got in or not.
    const put = this.#last.then(enter, enter);
    this.#last = put;
    // A put that nobody awaits must not bring the program down when the run ends early.
    put.catch(() => {});
    return put;
  }

  #isStopped(): boolean {
    return this.#state === 'stopped';
  }
}
