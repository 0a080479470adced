import type { WireArguments } from '../values/arguments.ts';
import type { AnyQueue } from '../values/is-queue.ts';
import type { WireQueue } from '../values/wire-queue.ts';

interface Known {
  readonly queue: AnyQueue;
  /** How often it was sent and the worker has not let go of it. */
  sent: number;
}

/** One number for each queue of this thread. */
const ids = new WeakMap<AnyQueue, number>();
let lastId = 0;

/**
 * The queues that one worker knows. Each is kept from when it is sent until the worker has let go of it as often as it was sent: what is on its way when the worker
 * says that it has let go still counts.
 */
export class KnownQueues {
  readonly #known = new Map<number, Known>();
  /** Written, and not sent yet. */
  readonly #unsent = new Set<number>();

  find(id: number): AnyQueue | undefined {
    return this.#known.get(id)?.queue;
  }

  /** How a queue is written in arguments that are to be sent; kept once they were `sent`. */
  readonly refer = (queue: AnyQueue): WireQueue => {
    let id = ids.get(queue);
    if (id === undefined) {
      lastId += 1;
      id = lastId;
      ids.set(queue, id);
    }
    if (!this.#known.has(id)) {
      this.#known.set(id, { queue, sent: 0 });
      this.#unsent.add(id);
    }
    const className = queue.constructor.name;
    // By what it has, not by its class: on a worker, which hands it on to a pool of its own, that is another one.
    return 'maxSize' in queue
      ? { id, type: 'queue', maxSize: queue.maxSize, className }
      : { id, type: 'simple', maxSize: 0, className };
  };

  /** The arguments have left. */
  sent({ references = [] }: WireArguments): void {
    for (const [, reference] of references) {
      if (reference.type === 'queue') {
        this.#count(reference.queue.id);
      }
    }
  }

  #count(id: number): void {
    const known = this.#known.get(id);
    if (known !== undefined) {
      known.sent += 1;
      this.#unsent.delete(id);
    }
  }

  /** Forgets what was written and then not sent. */
  dropUnsent(): void {
    for (const id of this.#unsent) {
      this.#known.delete(id);
    }
    this.#unsent.clear();
  }

  /** The worker has let go of a queue that had reached it `received` times. */
  gone(id: number, received: number): void {
    const known = this.#known.get(id);
    if (known !== undefined) {
      known.sent -= received;
      if (known.sent <= 0) {
        this.#known.delete(id);
      }
    }
  }
}
