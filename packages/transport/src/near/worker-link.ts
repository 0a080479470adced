import type { Executor } from '@heddle/futures';
import type { WorkItem } from '@heddle/futures/executor';
import { startTimer } from '@heddle/queue/waiting';
import type { WorkerChannel, WorkerEnd } from '../channel.ts';
import { decodeThrown } from '../errors/decode.ts';
import { encodeThrown } from '../errors/encode.ts';
import type { ToPool, ToWorker, WireCall, WireSetup } from '../messages.ts';
import { explain } from '../values/arguments.ts';
import { decodeOutcome } from '../values/outcome.ts';
import { encodeCall } from './encode-call.ts';
import { NestedCalls } from './nested-calls.ts';
import { nestedInfo } from './nested-info.ts';

/**
 * Where a worker stands: `starting` until its initializer is through, `ready` to run tasks, `closing` once it was told to end,
 * `dying` once it is being ended by force, `gone`.
 */
type State = 'starting' | 'ready' | 'closing' | 'dying' | 'gone';

/** The pool that a worker belongs to. */
export interface LinkOwner {
  readonly executor: Executor;
  /** Its initializer failed. */
  initializerFailed(error: unknown): void;
  /** It has run a task to its end. */
  taskEnded(link: WorkerLink): void;
  /** It is no more. `waiting` had not begun, `running` had. */
  ended(link: WorkerLink, end: WorkerEnd, waiting: readonly WorkItem[], running: readonly WorkItem[]): void;
}

/** How long a worker has for its finalizer. */
const closeMs = 10_000;

/** The pool's side of one worker: what it runs, what waits to be sent to it, and what becomes of it. */
export class WorkerLink {
  readonly where: string;
  /** Resolves once the worker is no more. */
  readonly gone: Promise<void>;
  /** Tasks that it was given and that were stopped in vain: it was ended for their sake. */
  readonly killed: Set<WorkItem> = new Set();
  readonly #channel: WorkerChannel;
  readonly #owner: LinkOwner;
  readonly #nested: NestedCalls;
  /** Given to this worker, not sent yet: it is still starting, or the turn is not over. `true`: for the second time. */
  readonly #waiting: Map<WorkItem, boolean> = new Map();
  readonly #running: Map<number, WorkItem> = new Map();
  readonly #resolveGone: () => void;
  #state: State = 'starting';
  #tasksLeft: number;
  #hasRun = false;
  #stopTimer: (() => void) | undefined = undefined;

  constructor(channel: WorkerChannel, setup: WireSetup, maxTasks: number, owner: LinkOwner) {
    this.where = channel.where;
    this.#channel = channel;
    this.#owner = owner;
    this.#tasksLeft = maxTasks;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.gone = promise;
    this.#resolveGone = resolve;
    this.#nested = new NestedCalls(owner.executor, {
      where: this.where,
      itemOf: (call) => this.#running.get(call),
      post: (message) => {
        this.#post(message);
      },
    });
    channel.listen({
      messages: (messages) => {
        for (const message of messages) {
          this.#hear(message);
        }
      },
      ended: (end) => {
        this.#ended(end);
      },
    });
    this.#post({ type: 'setup', setup });
  }

  get state(): State {
    return this.#state;
  }

  /** Whether it ever was handed a task. */
  get hasRun(): boolean {
    return this.#hasRun;
  }

  /** Whether it may be given one more task. */
  get takesMore(): boolean {
    return (this.#state === 'starting' || this.#state === 'ready') && this.#waiting.size < this.#tasksLeft;
  }

  /** Tasks that need its attention: not those that wait for others and have lent their slot. */
  get load(): number {
    let load = this.#waiting.size;
    for (const item of this.#running.values()) {
      load += item.isLending ? 0 : 1;
    }
    return load;
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0 && this.#running.size === 0;
  }

  get waiting(): readonly WorkItem[] {
    return [...this.#waiting.keys()];
  }

  give(item: WorkItem, isSecondTime: boolean): void {
    this.#waiting.set(item, isSecondTime);
  }

  takeBack(item: WorkItem): void {
    this.#waiting.delete(item);
  }

  /** Sends what was given, in one message, once the worker is ready. */
  flush(): void {
    if (this.#state !== 'ready' || this.#waiting.size === 0) {
      return;
    }
    const given = [...this.#waiting];
    this.#waiting.clear();
    const calls: { readonly call: WireCall; readonly item: WorkItem; readonly transfer: readonly unknown[] }[] = [];
    for (const [item, isSecondTime] of given) {
      if (!isSecondTime && !item.start()) {
        continue;
      }
      this.#tasksLeft -= 1;
      this.#hasRun = true;
      this.#running.set(item.id, item);
      nestedInfo.get(item.fn)?.started();
      try {
        calls.push({ call: encodeCall(item), item, transfer: item.transfer ?? [] });
      } catch (error) {
        this.#fail(item, error);
      }
    }
    try {
      this.#sendCalls(calls);
    } catch {
      // Nothing was sent. One by one, it shows whose arguments cannot cross.
      for (const each of calls) {
        try {
          this.#sendCalls([each]);
        } catch (refusal) {
          const args = each.call.args === undefined ? (each.item.args as unknown[][]).flat() : each.item.args;
          this.#fail(each.item, explain(args, each.item.name, each.transfer, refusal));
        }
      }
    }
  }

  #sendCalls(calls: readonly { readonly call: WireCall; readonly transfer: readonly unknown[] }[]): void {
    if (calls.length > 0) {
      this.#channel.post(
        { type: 'calls', calls: calls.map(({ call }) => call) },
        calls.flatMap(({ transfer }) => transfer),
      );
    }
  }

  #fail(item: WorkItem, error: unknown): void {
    this.#running.delete(item.id);
    item.fail(error);
    this.#owner.taskEnded(this);
  }

  /** Tells a running task to stop. */
  stop(item: WorkItem, reason: unknown): void {
    if (this.#waiting.delete(item)) {
      item.ended(); // it was to run for the second time
    } else {
      this.#post({ type: 'stop', call: item.id, reason: encodeThrown(reason) });
    }
  }

  refuseMore(): void {
    this.#post({ type: 'shut down' });
  }

  /** Ends an empty worker: its finalizer runs first. */
  close(): void {
    if (this.#state === 'starting') {
      this.end(true);
    } else if (this.#state === 'ready') {
      this.#state = 'closing';
      this.#channel.ref();
      this.#post({ type: 'close' });
      this.#stopTimer = startTimer(closeMs, () => {
        this.end(true);
      });
    }
  }

  /** Ends the worker now; without `force` it may notice, and has `graceMs` to. */
  end(force: boolean, graceMs: number = 0): void {
    if (this.#state === 'gone') {
      return;
    }
    this.#state = 'dying';
    this.#stopTimer?.();
    this.#stopTimer = force ? undefined : startTimer(graceMs, () => this.#channel.terminate(true));
    this.#channel.ref();
    this.#channel.terminate(force);
  }

  #hear(message: ToPool): void {
    switch (message.type) {
      case 'ready':
        if (this.#state === 'starting') {
          this.#state = 'ready';
          this.flush();
        }
        break;
      case 'broken':
        this.#owner.initializerFailed(decodeThrown(message.error, this.where));
        break;
      case 'closed':
        this.#channel.release();
        break;
      case 'outcome': {
        const item = this.#running.get(message.id);
        if (item !== undefined) {
          this.#running.delete(message.id);
          const outcome = decodeOutcome(message.outcome, this.where);
          if (outcome.ok) {
            item.succeed(outcome.value);
          } else {
            item.fail(outcome.error);
          }
          this.#owner.taskEnded(this);
        }
        break;
      }
      case 'submit':
      case 'abort':
      case 'lend':
      case 'take back':
      case 'shutdown':
        this.#nested.hear(message);
    }
  }

  /** What cannot be cloned throws; a worker that is no more hears nothing. */
  #post(message: ToWorker): void {
    if (this.#state !== 'gone' && this.#state !== 'dying') {
      this.#channel.post(message);
    }
  }

  #ended(end: WorkerEnd): void {
    if (this.#state === 'gone') {
      return;
    }
    this.#stopTimer?.();
    const waiting = this.waiting;
    const running = [...this.#running.values()];
    this.#waiting.clear();
    this.#running.clear();
    this.#owner.ended(this, end, waiting, running);
    this.#state = 'gone';
    this.#resolveGone();
  }
}
