import type { Executor, Future } from '@heddle/futures';
import type { Call, Outcome, WorkItem } from '@heddle/futures/executor';
import { startTimer } from '@heddle/queue/waiting';
import type { WorkerChannel, WorkerEnd } from '../channel.ts';
import type { Claims } from '../claims.ts';
import { decodeThrown } from '../errors/decode.ts';
import { encodeThrown, withTextOnly } from '../errors/encode.ts';
import type { ToPool, ToWorker, WireSetup } from '../messages.ts';
import { encodeArguments } from '../values/arguments.ts';
import { decodeOutcome } from '../values/outcome.ts';
import { CallSender } from './call-sender.ts';
import { InFlight } from './in-flight.ts';
import { NestedCalls } from './nested-calls.ts';
import { Pace } from './pace.ts';
import { QueueHost } from './queue-host.ts';

// Longer than most files: all that may become of one worker, and of what it was given.

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
  /** It is ready, or calls of it have ended: it may have room, or nothing to do. */
  heard(link: WorkerLink): void;
  /** They were sent to it, and it has not begun them, and will not. */
  givenBack(items: readonly WorkItem[]): void;
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
  /** Given to this worker, not sent yet: it is still starting, or the turn is not over. */
  #waiting: WorkItem[] = [];
  readonly #claims: Claims | undefined;
  readonly #inFlight: InFlight;
  readonly #tasksPerWorker: number;
  readonly #pace: Pace;
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
    this.#tasksPerWorker = setup.tasksPerWorker;
    this.#claims = channel.claims;
    this.#inFlight = new InFlight(channel.claims);
    // One that is to be replaced after so many tasks is told of no more than those.
    this.#pace = new Pace(maxTasks < Infinity ? 0 : mostAhead(channel.claims, setup.tasksPerWorker));
    const { promise, resolve } = Promise.withResolvers<void>();
    this.gone = promise;
    this.#resolveGone = resolve;
    const post = (message: ToWorker): void => {
      this.#post(message);
    };
    this.#queues = new QueueHost({ where: this.where, post });
    this.#nested = new NestedCalls(owner, {
      where: this.where,
      itemOf: (call) => {
        const item = this.#inFlight.get(call);
        item?.look(false); // it has begun, since it speaks
        return item;
      },
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
        owner.heard(this);
      },
      result: (call, value, ms) => {
        this.#end(call, ms)?.succeed(value);
      },
      drained: () => {
        owner.heard(this);
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
    return (this.#state === 'starting' || this.#state === 'ready') && this.#waiting.length < this.#tasksLeft;
  }

  /** Tasks that need its attention: not those that wait for others and have lent their slot. */
  get load(): number {
    return this.#waiting.length + this.#inFlight.load;
  }

  /** Whether it could begin one more task now. */
  get hasPlace(): boolean {
    return this.takesMore && this.load < this.#tasksPerWorker;
  }

  /** Whether one more task may be sent ahead of its turn: in a message with others, once half of those ahead have ended. */
  get hasRoomAhead(): boolean {
    if (!this.#maySendAhead) {
      return false;
    }
    const most = this.#tasksPerWorker + this.#pace.ahead;
    const enough = this.#waiting.length > 0 ? most : most - (this.#pace.ahead >> 1);
    return this.takesMore && this.load < enough && this.#inFlight.hasRoom;
  }

  /** How many more may be, where any may. */
  get roomAhead(): number {
    return this.#tasksPerWorker + this.#pace.ahead - this.load;
  }

  /** A worker whose claims are not exact makes one call after the other: not so while one waits for others. */
  get #maySendAhead(): boolean {
    return this.isExact || !(this.#inFlight.hasLender || this.#inFlight.isEnding);
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#inFlight.size === 0;
  }

  /** Whether it is ready, and has nothing to do. */
  get isIdle(): boolean {
    return this.#state === 'ready' && this.isEmpty;
  }

  /** Whether it takes no more, while one of its tasks waits for others of the pool: these need another worker. */
  get needsHelp(): boolean {
    return this.#state === 'ready' && !this.takesMore && this.#inFlight.hasLender;
  }

  give(item: WorkItem): void {
    item.place = this;
    item.call = 0;
    this.#waiting.push(item);
  }

  /** Forgets what it was given, if the worker has not begun it. */
  takeBack(item: WorkItem): boolean {
    return item.call === 0 ? this.#forget(item) : this.#inFlight.takeBack(item.call);
  }

  /** Whether it has begun, as far as can be told. */
  mayHaveBegun({ call }: WorkItem): boolean {
    return call > 0 && this.#inFlight.mayHaveBegun(call);
  }

  /** Whether the pool sees at once what it begins. */
  get isExact(): boolean {
    return this.#claims?.isExact === true;
  }

  /** How long to wait, in milliseconds, before {@link takeBackHalf} may find any. */
  get recoverableIn(): number {
    return this.#inFlight.recoverableIn;
  }

  /** Tasks that it was given beyond those that it can run, and has not begun, half of them rounded up. Now they are for somebody else. */
  takeBackHalf(): WorkItem[] {
    const half = Math.ceil((this.load - this.#tasksPerWorker) / 2);
    const back = this.#inFlight.takeBackSome(half);
    return setFree(half > back.length ? [...back, ...this.#waiting.splice(0, half - back.length)] : back);
  }

  /** A task of it waits for others. */
  lends(item: WorkItem): void {
    this.#inFlight.lent(item);
  }

  /** Whatever it has begun, the pool is told of. */
  look(): void {
    this.#inFlight.look();
  }

  /** Sends what was given, in one message, once the worker is ready. */
  flush(): void {
    if (this.#state !== 'ready' || this.#waiting.length === 0) {
      return;
    }
    const given = this.#waiting;
    this.#waiting = [];
    let sent = 0; // in place: they may be a thousand
    for (const item of given) {
      if (this.#inFlight.load >= this.#tasksPerWorker && !this.#maySendAhead) {
        this.#waiting.push(item); // until a call has ended
        continue;
      }
      // What surely begins now it need not claim.
      const isBegun = !item.isHanded || item.isWatched || this.#inFlight.load < this.#tasksPerWorker;
      if (isBegun && item.isHanded && !item.start()) {
        item.ended(); // nobody wants to know any more
        continue;
      }
      this.#tasksLeft -= 1;
      this.#hasRun = true;
      item.call = this.#inFlight.add(item, isBegun);
      given[sent] = item;
      sent += 1;
    }
    given.length = sent;
    if (sent > 0) {
      this.#calls.send(given, this.#inFlight.terms());
    }
  }

  /** Not sent yet. */
  #forget(item: WorkItem): boolean {
    const index = this.#waiting.indexOf(item);
    if (index >= 0) {
      this.#waiting.splice(index, 1);
    }
    return index >= 0;
  }

  /** Its arguments cannot cross. */
  #fail(item: WorkItem, error: unknown): void {
    this.#inFlight.delete(item.call);
    item.fail(error);
    this.#owner.heard(this);
  }

  /** A call has ended. @returns the item that has its outcome coming; `undefined` where nobody wants to know any more */
  #end(call: number, ms: number | undefined): WorkItem | undefined {
    const item = this.#inFlight.delete(call);
    this.#pace.ended(ms);
    if (item?.isHanded === true && !item.start()) {
      item.ended();
      return undefined;
    }
    return item;
  }

  /** Tells a running task to stop. */
  stop(item: WorkItem, reason: unknown): void {
    const { call } = item;
    if (call === 0 && this.#forget(item)) {
      item.ended(); // it was to run for the second time
    } else {
      const thrown = encodeThrown(reason);
      try {
        this.#post({ type: 'stop', call, reason: thrown });
      } catch {
        this.#post({ type: 'stop', call, reason: withTextOnly(thrown) });
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
      case 'outcome':
        settle(this.#end(message.id, message.ms), decodeOutcome(message.outcome, this.where));
        break;
      case 'not begun':
        this.#pace.gaveBack();
        this.#owner.givenBack(setFree(this.#inFlight.giveBack(message.from, message.term)));
        break;
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
    const { begun, others } = this.#inFlight.end();
    const waiting = setFree([...others, ...this.#waiting]);
    this.#waiting = [];
    this.#queues.end();
    this.#owner.ended(this, { ...end, uncaught: this.#uncaught ?? end.uncaught }, waiting, begun);
    this.#state = 'gone';
    this.#resolveGone();
  }
}

/** Calls that a worker may have beyond those that it runs, at the most. */
function mostAhead(claims: Claims | undefined, tasksPerWorker: number): number {
  return claims === undefined || (!claims.isExact && tasksPerWorker > 1) ? 0 : claims.size >> 2;
}

function settle(item: WorkItem | undefined, outcome: Outcome<unknown>): void {
  if (outcome.ok) {
    item?.succeed(outcome.value);
  } else {
    item?.fail(outcome.error);
  }
}

/** They are with no worker now. */
function setFree(items: WorkItem[]): WorkItem[] {
  for (const item of items) {
    item.place = undefined;
    item.call = 0;
  }
  return items;
}
