import { TransferError } from '@heddle/futures';
import { describe, onAbort } from '@heddle/queue/waiting';
import type { PoolChannel } from '../channel.ts';
import { messageOf, type WireArguments } from '../values/arguments.ts';
import type { AnyQueue } from '../values/is-queue.ts';
import { decodeOutcome } from '../values/outcome.ts';
import { type QueueQuestion, takesItem, type WireQueue, type WireQueueAnswer } from '../values/wire-queue.ts';
import type { Outbox } from './outbox.ts';
import { RemoteQueue, RemoteSimpleQueue } from './remote-queue.ts';

type Remote = RemoteQueue<unknown> | RemoteSimpleQueue<unknown>;

/** A queue that this worker was told of. */
interface Opened {
  readonly id: number;
  readonly queue: WeakRef<Remote>;
  /** How often: as often as the pool has counted, once nothing is on its way. */
  received: number;
}

/** A question that the pool has not answered yet. */
interface Pending {
  readonly question: QueueQuestion;
  readonly signal: AbortSignal | undefined;
  readonly stopListening: (() => void) | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** The worker's side of the queues that its tasks were given: one remote queue for each, however often it comes, for as long as anybody here has it. */
export class RemoteQueues {
  readonly #channel: PoolChannel;
  readonly #outbox: Outbox;
  readonly #opened = new Map<number, Opened>();
  readonly #ids = new WeakMap<object, WireQueue>();
  readonly #pending = new Map<number, Pending>();
  #lastQuestion = 0;
  /** Tells the pool, which then need not keep the queue for this worker. */
  readonly #collected = new FinalizationRegistry<Opened>((opened) => {
    if (this.#opened.get(opened.id) === opened) {
      this.#opened.delete(opened.id);
    }
    this.#outbox.say({ type: 'queue gone', queue: opened.id, received: opened.received });
  });

  constructor(channel: PoolChannel, outbox: Outbox) {
    this.#channel = channel;
    this.#outbox = outbox;
  }

  /** The arguments with their queues in place. Call it once for what has arrived, as it arrives. */
  receive(args: WireArguments): WireArguments {
    const values = [...args.values];
    const others = (args.references ?? []).filter(([index, reference]) => {
      if (reference.type !== 'queue') {
        return true;
      }
      values[index] = this.#open(reference.queue);
      return false;
    });
    return { values, references: others.length === 0 ? undefined : others };
  }

  /** How a queue that this worker was given goes back to its pool; `undefined` for any other. */
  readonly refer = (queue: AnyQueue): WireQueue | undefined => this.#ids.get(queue);

  /** Items are acknowledged before anybody here sees one: a task that ends the worker the moment it has its item does have it. */
  hear(answers: readonly WireQueueAnswer[]): void {
    const received = answers.filter(({ id }) => {
      const pending = this.#pending.get(id);
      return pending !== undefined && takesItem(pending.question);
    });
    if (received.length > 0) {
      this.#channel.post([{ type: 'queue received', calls: received.map(({ id }) => id) }]);
    }
    for (const { id, outcome } of answers) {
      const pending = this.#take(id);
      if (pending === undefined) {
        continue; // aborted meanwhile: the pool hears of that, and gives an item back
      }
      const decoded = decodeOutcome(outcome, 'the main thread');
      if (decoded.ok) {
        pending.resolve(decoded.value);
      } else {
        pending.reject(pending.signal?.aborted === true ? pending.signal.reason : decoded.error);
      }
    }
  }

  #open(wire: WireQueue): Remote {
    const known = this.#opened.get(wire.id);
    const queue = known?.queue.deref();
    if (known !== undefined && queue !== undefined) {
      known.received += 1;
      return queue;
    }
    const ask = (question: QueueQuestion, signal?: AbortSignal): Promise<unknown> =>
      this.#ask(wire.id, question, signal);
    const opened = wire.type === 'simple' ? new RemoteSimpleQueue(wire, ask) : new RemoteQueue(wire, ask);
    const entry = { id: wire.id, queue: new WeakRef(opened), received: 1 };
    this.#opened.set(wire.id, entry);
    this.#ids.set(opened, wire);
    this.#collected.register(opened, entry);
    return opened;
  }

  #ask(queue: number, question: QueueQuestion, signal: AbortSignal | undefined): Promise<unknown> {
    this.#lastQuestion += 1;
    const id = this.#lastQuestion;
    return new Promise((resolve, reject) => {
      const stopListening = signal === undefined ? undefined : onAbort(signal, () => this.#abort(id));
      this.#pending.set(id, { question, signal, stopListening, resolve, reject });
      this.#outbox.add({
        message: () => ({ type: 'queue call', call: { id, queue, question } }),
        refused: (refusal) => {
          this.#take(id)?.reject(itemRefused(question, refusal));
          return undefined;
        },
      });
    });
  }

  /** A `get` or a `join` ends at once. Whether a `put` was in time only the queue knows: that waits for its answer. */
  #abort(id: number): void {
    this.#outbox.say({ type: 'queue abort', call: id });
    if (this.#pending.get(id)?.question.method !== 'put') {
      const pending = this.#take(id);
      pending?.reject(pending.signal?.reason);
    }
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.stopListening?.();
    return pending;
  }
}

function itemRefused(question: QueueQuestion, refusal: unknown): TransferError {
  const item = 'item' in question ? question.item : undefined;
  return new TransferError(
    `Expected the item of ${question.method} to be something that can cross to a queue on another thread or process, got ${describe(item)}: ${messageOf(refusal)}`,
    { cause: refusal },
  );
}
