import type { WorkItem } from '@heddle/futures/executor';
import type { WireTerms } from '../claims.ts';
import type { WorkerChannel } from '../channel.ts';
import type { WireCall } from '../messages.ts';
import { explain } from '../values/arguments.ts';
import { BurstEncoder } from './encode-burst.ts';
import { encodeCall, withoutRefused } from './encode-call.ts';
import type { NestedCalls } from './nested-calls.ts';
import type { QueueHost } from './queue-host.ts';

interface Ready {
  readonly call: WireCall;
  readonly item: WorkItem;
  readonly transfer: readonly unknown[];
}

/** Sends calls to one worker, as one message where the channel can carry it. */
export class CallSender {
  readonly #channel: WorkerChannel;
  readonly #nested: NestedCalls;
  readonly #queues: QueueHost;
  readonly #bursts = new BurstEncoder();
  /** The arguments of a call cannot cross. */
  readonly #fail: (item: WorkItem, error: unknown) => void;

  constructor(
    channel: WorkerChannel,
    nested: NestedCalls,
    queues: QueueHost,
    fail: (item: WorkItem, error: unknown) => void,
  ) {
    this.#channel = channel;
    this.#nested = nested;
    this.#queues = queues;
    this.#fail = fail;
  }

  /** @param terms - what goes with them */
  send(items: readonly WorkItem[], terms: WireTerms | undefined): void {
    if (terms === undefined && this.#sendInBrief(items)) {
      return;
    }
    const bursts = this.#nested.isUsed ? undefined : this.#bursts.encode(items);
    if (bursts !== undefined) {
      try {
        this.#channel.post({ type: 'calls', calls: bursts, terms });
        this.#bursts.sent();
        return;
      } catch {
        // Nothing was sent.
      }
    }
    const ready: Ready[] = [];
    for (const item of items) {
      try {
        const call = encodeCall(item, this.#nested.idOf(item.future), this.#queues.refer);
        ready.push({ call, item, transfer: item.transfer ?? [] });
      } catch (error) {
        this.#fail(item, error);
      }
    }
    try {
      this.#post(ready, terms);
    } catch {
      // Nothing was sent. One by one, it shows whose arguments cannot cross.
      for (const each of ready) {
        this.#sendAlone(each, terms);
      }
    }
    this.#queues.dropUnsent();
  }

  /** A call by itself, as most are that somebody waits for before the next one is made. */
  #sendInBrief(items: readonly WorkItem[]): boolean {
    const [item] = items;
    const brief =
      item === undefined || items.length > 1 || this.#nested.isUsed ? undefined : this.#bursts.encodeAlone(item);
    if (brief === undefined) {
      return false;
    }
    this.#channel.post(brief);
    return true;
  }

  #sendAlone({ call, item, transfer }: Ready, terms: WireTerms | undefined): void {
    try {
      this.#post([{ call, transfer }], terms);
    } catch (refusal) {
      const rest = withoutRefused(call, transfer, this.#channel.whyNot);
      try {
        if (rest !== undefined) {
          this.#post([{ call: rest, transfer }], terms);
          return;
        }
      } catch {
        // Not that either.
      }
      const args = call.args === undefined ? (item.args as unknown[][]).flat() : item.args;
      this.#fail(item, explain(args, item.name, transfer, refusal, call.stores, this.#channel.whyNot));
    }
  }

  #post(ready: readonly Omit<Ready, 'item'>[], terms: WireTerms | undefined): void {
    if (ready.length === 0) {
      return;
    }
    this.#channel.post(
      { type: 'calls', calls: ready.map(({ call }) => call), terms },
      ready.flatMap(({ transfer }) => transfer),
    );
    for (const { call } of ready) {
      const { chunk } = call;
      const lists = chunk === undefined ? [call.args] : 'lists' in chunk ? chunk.lists : [];
      for (const args of lists) {
        if (args !== undefined && 'values' in args) {
          this.#queues.sent(args);
        }
      }
    }
  }
}
