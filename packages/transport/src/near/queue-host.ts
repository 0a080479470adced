import { TransferError } from '@heddle/futures';
import type { QueueLike } from '@heddle/queue';
import { giveBack } from '@heddle/queue/give-back';
import { describe } from '@heddle/queue/waiting';
import { encodeThrown, withTextOnly } from '../errors/encode.ts';
import type { ToPool, ToWorker } from '../messages.ts';
import { messageOf, type WireArguments } from '../values/arguments.ts';
import type { AnyQueue } from '../values/is-queue.ts';
import { encodeOutcome } from '../values/outcome.ts';
import {
  type QueueQuestion,
  takesItem,
  type WireQueue,
  type WireQueueAnswer,
  type WireQueueCall,
} from '../values/wire-queue.ts';
import { giveBackAll, type OnTheWay } from './give-back-all.ts';
import { KnownQueues } from './known-queues.ts';

export type QueueMessage = Extract<ToPool, { type: 'queue call' | 'queue abort' | 'queue received' | 'queue gone' }>;

/** The worker that asks. */
interface Asker {
  readonly where: string;
  post(message: ToWorker): void;
}

/**
 * The pool's side of the queues that the tasks of one worker were given: asks the queue in the worker's name.
 *
 * A question waits in `#waiting` until the queue has answered. An item is then in `#onTheWay` until the worker acknowledges it: so a worker
 * that dies leaves nothing behind, neither one who waits in a queue nor an item that nobody has.
 */
export class QueueHost {
  readonly #asker: Asker;
  readonly #known = new KnownQueues();
  readonly #waiting = new Map<number, { readonly question: QueueQuestion; readonly controller: AbortController }>();
  readonly #onTheWay = new Map<number, OnTheWay>();
  /** On the way back, for a microtask: what goes back in one turn goes in order. */
  readonly #returned = new Map<number, OnTheWay>();
  /** Of this turn: they travel together. */
  #answers: WireQueueAnswer[] = [];
  #takesItems = true;

  constructor(asker: Asker) {
    this.#asker = asker;
  }

  /** How a queue is written in arguments for this worker. */
  get refer(): (queue: AnyQueue) => WireQueue {
    return this.#known.refer;
  }

  /** Arguments have left for the worker. */
  sent(args: WireArguments): void {
    this.#known.sent(args);
  }

  dropUnsent(): void {
    this.#known.dropUnsent();
  }

  find(id: number): AnyQueue | undefined {
    return this.#known.find(id);
  }

  hear(message: QueueMessage): void {
    switch (message.type) {
      case 'queue call':
        this.#ask(message.call);
        break;
      case 'queue abort':
        this.#abort(message.call);
        break;
      case 'queue received':
        for (const call of message.calls) {
          this.#onTheWay.delete(call);
        }
        break;
      case 'queue gone':
        this.#known.gone(message.queue, message.received);
    }
  }

  /** The worker is being ended: no item goes to it any more. What it has said already still counts. */
  stopTaking(): void {
    this.#takesItems = false;
    for (const [id, { question, controller }] of this.#waiting) {
      if (takesItem(question)) {
        this.#waiting.delete(id);
        controller.abort();
      }
    }
  }

  /** The worker is no more: what waits for it is forgotten, and what it did not receive goes back. */
  end(): void {
    this.#takesItems = false;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#answers = [];
    for (const { controller } of waiting) {
      controller.abort();
    }
    for (const id of this.#onTheWay.keys()) {
      this.#giveBack(id);
    }
  }

  #ask(call: WireQueueCall): void {
    const { id, question } = call;
    const queue = this.#known.find(call.queue);
    if (queue === undefined || (takesItem(question) && !this.#takesItems)) {
      return; // a worker that is being ended
    }
    const controller = new AbortController();
    this.#waiting.set(id, { question, controller });
    try {
      const answer = askQueue(queue, question, controller.signal);
      if (answer instanceof Promise) {
        answer.then(
          (value: unknown) => {
            this.#succeeded(id, queue, question, value);
          },
          (error: unknown) => {
            this.#failed(id, error);
          },
        );
      } else {
        this.#succeeded(id, queue, question, answer);
      }
    } catch (error) {
      this.#failed(id, error);
    }
  }

  #succeeded(id: number, queue: AnyQueue, question: QueueQuestion, value: unknown): void {
    const isWanted = this.#waiting.delete(id);
    if (takesItem(question)) {
      this.#onTheWay.set(id, { queue, item: value });
      if (!isWanted) {
        this.#giveBack(id); // aborted, or dead, since the queue handed it over in this very turn
      }
    }
    if (isWanted) {
      this.#answer({ id, outcome: encodeOutcome({ ok: true, value }) });
    }
  }

  #failed(id: number, error: unknown): void {
    if (this.#waiting.delete(id)) {
      this.#answer({ id, outcome: encodeOutcome({ ok: false, error }) });
    }
  }

  /** Nobody over there waits for it any more, save for the answer to a `put`: that says whether the item is in. */
  #abort(id: number): void {
    const waiting = this.#waiting.get(id);
    if (waiting !== undefined) {
      if (waiting.question.method !== 'put') {
        this.#waiting.delete(id);
      }
      waiting.controller.abort();
    } else {
      this.#giveBack(id);
    }
  }

  /** The item of a call, if it is on its way, goes back. All that the queues handed over in this turn has been told by then, and goes with it. */
  #giveBack(id: number): void {
    const onTheWay = this.#onTheWay.get(id);
    if (onTheWay === undefined) {
      return;
    }
    this.#onTheWay.delete(id);
    this.#returned.set(id, onTheWay);
    if (this.#returned.size === 1) {
      queueMicrotask(() => {
        const items = [...this.#returned].toSorted(([a], [b]) => a - b).map(([, returned]) => returned);
        this.#returned.clear();
        giveBackAll(items);
      });
    }
  }

  #answer(answer: WireQueueAnswer): void {
    this.#answers.push(answer);
    if (this.#answers.length === 1) {
      // After the last microtask of this turn: what many are answered in it travels as one message.
      queueMicrotask(() => {
        process.nextTick(() => {
          this.#flush();
        });
      });
    }
  }

  #flush(): void {
    const answers = this.#answers;
    this.#answers = [];
    if (answers.length === 0) {
      return;
    }
    try {
      this.#asker.post({ type: 'queue answers', answers });
    } catch {
      for (const answer of answers) {
        this.#sendAlone(answer);
      }
    }
  }

  /** An item that cannot cross goes back, and the `get` fails: it is for somebody on this side. */
  #sendAlone({ id, outcome }: WireQueueAnswer): void {
    try {
      this.#asker.post({ type: 'queue answers', answers: [{ id, outcome }] });
    } catch (refusal) {
      const thrown =
        outcome.type === 'thrown' ? outcome.thrown : encodeThrown(this.#itemRefused(this.#onTheWay.get(id), refusal));
      this.#asker.post({
        type: 'queue answers',
        answers: [{ id, outcome: { type: 'thrown', thrown: withTextOnly(thrown) } }],
      });
      this.#giveBack(id);
    }
  }

  #itemRefused(refused: OnTheWay | undefined, refusal: unknown): TransferError {
    return new TransferError(
      `Expected the next item to be something that can cross to ${this.#asker.where}, got ${describe(refused?.item)}, which stays in the queue: ${messageOf(refusal)}`,
    );
  }
}

function askQueue(queue: AnyQueue, question: QueueQuestion, signal: AbortSignal): unknown {
  const whole = queue as QueueLike<unknown>; // the worker's side of a SimpleQueue asks for nothing that it does not have
  if (question.method === 'get') {
    return whole.get({ timeout: question.timeout, signal });
  }
  if (question.method === 'put') {
    return whole.put(question.item, { timeout: question.timeout, signal });
  }
  if (question.method === 'join') {
    return whole.join({ timeout: question.timeout, signal });
  }
  if (question.method === 'putNowait') {
    return whole.putNowait(question.item);
  }
  if (question.method === 'giveBack') {
    giveBack(queue, question.item);
    return undefined;
  }
  return question.method === 'shutdown' ? whole.shutdown({ immediate: question.immediate }) : whole[question.method]();
}
