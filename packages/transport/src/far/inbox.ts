import type { TaskReference } from '@heddle/futures';
import type { Stores } from '@heddle/futures/executor';
import type { WireBurst, WireCall } from '../messages.ts';
import type { Reference } from '../values/arguments.ts';
import { type BriefCall, readBrief } from '../values/brief-call.ts';
import { listAt } from '../values/flat-arguments.ts';
import type { RemotePool } from './remote-pool.ts';

/** A call that came: of a single one, or of a burst. */
export interface Incoming {
  readonly id: number;
  readonly task: TaskReference;
  readonly name: string;
  /** Arguments as they are passed, save what `references` says of them; `undefined` of a chunk. */
  readonly args: readonly unknown[] | undefined;
  readonly references: readonly (readonly [index: number, reference: Reference])[] | undefined;
  readonly chunk: WireCall['chunk'];
  readonly attempt: number;
  readonly stores: Stores | undefined;
  readonly nested: number | undefined;
}

/** Calls that came and were not made yet, first come, first served. */
export class Inbox {
  readonly #pool: Pick<RemotePool, 'receive'>;
  #last = 0;
  #messages: (Incoming | WireBurst)[] = [];
  #at = 0;
  /** By their numbers, as they were told. */
  readonly #tasks: (TaskReference | undefined)[] = [];
  /** Of the burst in hand, calls that were taken. */
  #taken = 0;

  constructor(pool: Pick<RemotePool, 'receive'>) {
    this.#pool = pool;
  }

  add(calls: readonly (WireCall | WireBurst)[]): void {
    for (const call of calls) {
      if ('first' in call) {
        this.#tasks[call.fn] ??= call.task;
        this.#messages.push(call);
        this.#last = call.first + call.count - 1;
      } else {
        this.#messages.push(this.#receive(call));
        this.#last = call.id;
      }
    }
  }

  addBrief(text: BriefCall): void {
    const { call, fn, args } = readBrief(text);
    const task = this.#taskOf(fn);
    this.#messages.push(new BareCall(call, task, task.name, args));
    this.#last = call;
  }

  /** The number of the last call that came. */
  get last(): number {
    return this.#last;
  }

  /** The number of the next call; 0 if there is none. */
  get next(): number {
    const message = this.#messages[this.#at];
    if (message === undefined) {
      return 0;
    }
    return 'first' in message ? message.first + this.#taken : message.id;
  }

  take(): Incoming | undefined {
    const message = this.#messages[this.#at];
    if (message === undefined || !('first' in message)) {
      this.#step();
      return message;
    }
    const task = this.#taskOf(message.fn);
    const id = message.first + this.#taken;
    const call = new BareCall(id, task, message.name ?? task.name, listAt(message, this.#taken));
    this.#taken += 1;
    if (this.#taken === message.count) {
      this.#step();
    }
    return call;
  }

  #taskOf(fn: number): TaskReference {
    const known = this.#tasks[fn];
    if (known === undefined) {
      throw new Error(`Expected the task of a call to be known, got number ${fn}`);
    }
    return known;
  }

  #step(): void {
    this.#taken = 0;
    this.#at += 1;
    if (this.#at >= this.#messages.length) {
      this.#messages = [];
      this.#at = 0;
    }
  }

  /** As it arrives, whether it is made or not: what the pool has sent, it counts. */
  #receive(call: WireCall): Incoming {
    const { id, task, name, chunk, attempt, stores, nested } = call;
    const received = call.args === undefined ? undefined : this.#pool.receive(call.args);
    return {
      id,
      task,
      name,
      args: received?.values,
      references: received?.references,
      chunk:
        chunk === undefined || 'values' in chunk
          ? chunk
          : {
              settled: chunk.settled,
              lists: chunk.lists.map((list) => ('refused' in list ? list : this.#pool.receive(list))),
            },
      attempt,
      stores,
      nested,
    };
  }
}

/** A call with nothing about it but its task, its name and its arguments, as most are: it holds no more than these. */
class BareCall implements Incoming {
  readonly id: number;
  readonly task: TaskReference;
  readonly name: string;
  readonly args: readonly unknown[];

  constructor(id: number, task: TaskReference, name: string, args: readonly unknown[]) {
    this.id = id;
    this.task = task;
    this.name = name;
    this.args = args;
  }

  get references(): undefined {
    return undefined;
  }

  get chunk(): undefined {
    return undefined;
  }

  get attempt(): number {
    return 1;
  }

  get stores(): undefined {
    return undefined;
  }

  get nested(): undefined {
    return undefined;
  }
}
