import type { Executor, Future } from '@heddle/futures';
import type { Call, WorkItem } from '@heddle/futures/executor';
import { startTimer } from '@heddle/queue/waiting';
import type { WorkerChannel, WorkerEnd } from '../channel.ts';
import { decodeThrown } from '../errors/decode.ts';
import { encodeThrown, withTextOnly } from '../errors/encode.ts';
import type { ToPool, ToWorker, WireSetup } from '../messages.ts';
import { encodeArguments } from '../values/arguments.ts';
import { decodeOutcome } from '../values/outcome.ts';
import { CallSender } from './call-sender.ts';
import { NestedCalls } from './nested-calls.ts';
import { QueueHost } from './queue-host.ts';

/**
 * Where a worker stands: `starting` until its initializer is through, `ready` to run tasks, `closing` once it was told to end,
 * `dying` once it is being ended by force, `gone`.
 */
type State = 'starting' | 'ready' | 'closing' | 'dying' | 'gone';

/** The pool that a worker belongs to. */
export interface LinkOwner {
  readonly executor: Executor;
  /** One of its tasks makes a call. */
  submit(call: Call): Future<unknown>;
  /** Its initializer failed. */
  initializerFailed(error: unknown): void;
  /** It is ready, or has run a task to its end: it may have nothing to do. */
  rested(link: WorkerLink): void;
  /** It is no more. `waiting` had not begun, `running` had. */
  ended(link: WorkerLink, end: WorkerEnd, waiting: readonly WorkItem[], running: readonly WorkItem[]): void;
}

/** What a worker is told first; the queues among `initArgs` it gets to know as a worker of its own. */
export type LinkSetup = Omit<WireSetup, 'initArgs'> & { readonly initArgs: readonly unknown[] };

/** How long a worker has for its finalizer. */
const closeMs = 10_000;

/** The pool's side of one worker: what it runs, what waits to be sent to it, and what becomes of it. */
export class WorkerLink {
  readonly where: string;
  /** Resolves once the worker is no more. */
  readonly gone: Promise<void>;
  /** Tasks that it was given and that were stopped in vain: it was ended for their sake. */
  readonly killed: Set<WorkItem> = new Set();
  /** When it last ran out of work; the pool writes it. */
  idleSince = 0;
  readonly #channel: WorkerChannel;
  readonly #owner: LinkOwner;
  readonly #nested: NestedCalls;
  readonly #queues: QueueHost;
  readonly #calls: CallSender;
  /** Given to this worker, not sent yet: it is still starting, or the turn is not over. `true`: for the second time. */
  readonly #waiting: Map<WorkItem, boolean> = new Map();
  readonly #running: Map<number, WorkItem> = new Map();
  readonly #resolveGone: () => void;
  #state: State = 'starting';
  #tasksLeft: number;
  #hasRun = false;
  /** What it said it dies of: better than what its engine knows, which has lost the class of it, or all. */
  #uncaught: WorkerEnd['uncaught'] = undefined;
  #stopTimer: (() => void) | undefined = undefined;

  constructor(channel: WorkerChannel, setup: LinkSetup, maxTasks: number, owner: LinkOwner) {
    this.where = channel.where;
    this.#channel = channel;
    this.#owner = owner;
    this.#tasksLeft = maxTasks;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.gone = promise;
    this.#resolveGone = resolve;
    const post = (message: ToWorker): void => {
      this.#post(message);
    };
    this.#queues = new QueueHost({ where: this.where, post });
    this.#nested = new NestedCalls(owner, {
      where: this.where,
      itemOf: (call) => this.#running.get(call),
      queueOf: (id) => this.#queues.find(id),
      post,
    });
    this.#calls = new CallSender(channel, this.#nested, this.#queues, (item, error) => {
      this.#fail(item, error);
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
    const initArgs = encodeArguments(setup.initArgs, 'the initializer', this.#queues.refer);
    this.#post({ type: 'setup', setup: { ...setup, initArgs } });
    this.#queues.sent(initArgs);
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

  /** Whether it is ready, and has nothing to do. */
  get isIdle(): boolean {
    return this.#state === 'ready' && this.isEmpty;
  }

  /** Whether it takes no more, while one of its tasks waits for others of the pool: these need another worker. */
  get needsHelp(): boolean {
    if (this.#state !== 'ready' || this.takesMore) {
      return false;
    }
    for (const item of this.#running.values()) {
      if (item.isLending) {
        return true;
      }
    }
    return false;
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
    const begun: WorkItem[] = [];
    for (const [item, isSecondTime] of given) {
      if (!isSecondTime && !item.start()) {
        continue;
      }
      this.#tasksLeft -= 1;
      this.#hasRun = true;
      this.#running.set(item.id, item);
      begun.push(item);
    }
    this.#calls.send(begun);
  }

  #fail(item: WorkItem, error: unknown): void {
    this.#running.delete(item.id);
    item.fail(error);
    this.#owner.rested(this);
  }

  /** Tells a running task to stop. */
  stop(item: WorkItem, reason: unknown): void {
    if (this.#waiting.delete(item)) {
      item.ended(); // it was to run for the second time
    } else {
      const thrown = encodeThrown(reason);
      try {
        this.#post({ type: 'stop', call: item.id, reason: thrown });
      } catch {
        this.#post({ type: 'stop', call: item.id, reason: withTextOnly(thrown) });
      }
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
    this.#queues.stopTaking();
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
          this.#owner.rested(this);
        }
        break;
      case 'broken':
        this.#owner.initializerFailed(decodeThrown(message.error, this.where));
        break;
      case 'closed':
        this.#channel.release();
        break;
      case 'dying':
        this.#uncaught = { error: decodeThrown(message.error, this.where) };
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
          this.#owner.rested(this);
        }
        break;
      }
      case 'submit':
      case 'abort':
      case 'lend':
      case 'take back':
      case 'shutdown':
        this.#nested.hear(message);
        break;
      case 'queue call':
      case 'queue abort':
      case 'queue received':
      case 'queue gone':
        this.#queues.hear(message);
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
    this.#queues.end();
    this.#owner.ended(this, { ...end, uncaught: this.#uncaught ?? end.uncaught }, waiting, running);
    this.#state = 'gone';
    this.#resolveGone();
  }
}
