import type { Future } from '@heddle/futures';
import { anotherScope, outside, runChunk } from '@heddle/futures/task/parts';
import type { WireTerms } from '../claims.ts';
import type { PoolChannel } from '../channel.ts';
import type { WireThrown } from '../errors/wire-error.ts';
import type { ToPool, WireBurst, WireCall } from '../messages.ts';
import { worthTelling } from '../near/pace.ts';
import type { BriefCall } from '../values/brief-call.ts';
import { unflatten } from '../values/flat-arguments.ts';
import type { WireOutcome } from '../values/outcome.ts';
import { FarContext, type Runner } from './far-task.ts';
import { Inbox, type Incoming } from './inbox.ts';
import { loadArguments, loadList } from './load-arguments.ts';
import { onDemand } from './load-on-demand.ts';
import { findLoaded, loadTask } from './modules.ts';
import type { Outbox } from './outbox.ts';
import { encodeChunk, encodeFailure } from './outcomes.ts';
import type { RemoteExecutor } from './remote-executor.ts';
import type { RemotePool } from './remote-pool.ts';

type AnyFunction = (...args: unknown[]) => unknown;

/** Milliseconds after which the timers, sockets and messages of the worker have their turn. */
const longestTurn = 2;

/** Makes the calls that come, in their order and `tasksPerWorker` at once, and tells how each ended before it begins the next: that may take long. */
export class CallRunner implements Runner {
  readonly #channel: PoolChannel;
  readonly #outbox: Outbox;
  readonly #pool: RemotePool;
  readonly #tasksPerWorker: number;
  readonly #inbox: Inbox;
  /** Calls that have begun and not ended; those that wait for others leave their place free. */
  #running = 0;
  #lent = 0;
  /** Those of them that did not return at once. */
  readonly #contexts = new Map<number, FarContext>();
  #lastWait = 0;
  #isPumping = false;

  constructor(parts: { channel: PoolChannel; outbox: Outbox; pool: RemotePool; tasksPerWorker: number }) {
    this.#channel = parts.channel;
    this.#outbox = parts.outbox;
    this.#pool = parts.pool;
    this.#tasksPerWorker = parts.tasksPerWorker;
    this.#inbox = new Inbox(parts.pool);
  }

  get executor(): RemoteExecutor {
    return this.#pool.executor;
  }

  receive(calls: readonly (WireCall | WireBurst)[], terms: WireTerms | undefined): void {
    this.#inbox.add(calls);
    this.#channel.claims?.accept(terms, this.#inbox.last);
    this.#pump();
  }

  receiveBrief(call: BriefCall): void {
    this.#inbox.addBrief(call);
    this.#channel.claims?.accept(undefined, this.#inbox.last);
    this.#pump();
  }

  stop(call: number, reason: WireThrown): void {
    this.#contexts.get(call)?.stop(onDemand().decodeThrown(reason, 'the main thread'));
  }

  lend(call: number, future: Future<unknown>): () => void {
    if (future.done()) {
      return nothing;
    }
    this.#lastWait += 1;
    const wait = this.#lastWait;
    let isOver = false;
    this.#lent += 1;
    this.#channel.claims?.lent(true);
    // The call that is waited for is often submitted in this very turn: its number is looked up as the message leaves.
    this.#outbox.add({ message: () => ({ type: 'lend', call, wait, nested: this.executor.idOf(future) }) });
    const takeBack = (): void => {
      if (!isOver) {
        isOver = true;
        this.#lent -= 1;
        this.#channel.claims?.lent(this.#lent > 0);
        this.#outbox.say({ type: 'take back', wait });
      }
    };
    future.addDoneCallback(takeBack);
    this.#pump();
    return takeBack;
  }

  /** Makes calls while there is a free place, and those that the pool counts as begun in any case. */
  readonly #pump = (): void => {
    if (this.#isPumping) {
      return;
    }
    this.#isPumping = true;
    const { claims } = this.#channel;
    let now = performance.now();
    const end = now + longestTurn;
    for (let { next } = this.#inbox; next !== 0; { next } = this.#inbox) {
      const isCounted = claims === undefined || claims.hasBegun(next);
      if (!isCounted && this.#running - this.#lent >= this.#tasksPerWorker) {
        break; // whoever ends goes on
      }
      if (!isCounted && (now > end || !this.#outbox.isEmpty)) {
        setImmediate(this.#pump); // what was said has left by then
        break;
      }
      const call = this.#inbox.take();
      if (call !== undefined && (isCounted || claims.begin(next))) {
        now = this.#begin(call, now);
      }
    }
    this.#isPumping = false;
    if (this.#running === 0 && this.#inbox.next === 0) {
      this.#channel.idle?.();
    }
  };

  /** @returns when it had ended, or was left to go on: the clock is read once for each call, so that what it takes to tell of one counts as the next one's */
  #begin(call: Incoming, since: number): number {
    this.#running += 1;
    const context = new FarContext(call, this, anotherScope(outside));
    try {
      const answer = this.#call(call, context);
      if (answer instanceof Promise) {
        this.#contexts.set(call.id, context);
        void this.#endLater(call, answer, since);
        return performance.now();
      }
      return this.#end(call, since, { type: 'value', value: answer });
    } catch (error) {
      return this.#end(call, since, encodeFailure(error));
    }
  }

  /** Its value, or a promise: also where something has to be loaded first. */
  #call(call: Incoming, context: FarContext): unknown {
    const { task, args, references, chunk } = call;
    const fn = findLoaded(task);
    if (fn !== undefined && args !== undefined && references === undefined) {
      return context.call(fn, args);
    }
    if (fn !== undefined && chunk !== undefined && 'values' in chunk) {
      return context.call(runChunk, [fn, unflatten(chunk), chunk.settled]);
    }
    return this.#loadAndCall(call, context);
  }

  async #loadAndCall({ task, args = [], references, chunk }: Incoming, context: FarContext): Promise<unknown> {
    const fn = (await loadTask(task)) as AnyFunction;
    if (chunk !== undefined && 'values' in chunk) {
      return context.call(runChunk, [fn, unflatten(chunk), chunk.settled]);
    }
    if (chunk !== undefined) {
      const lists = await Promise.all(chunk.lists.map(loadList));
      const callWith = (args: () => readonly unknown[]): unknown => fn(...args());
      return context.call(runChunk, [callWith, lists, chunk.settled]);
    }
    return context.call(fn, await loadArguments({ values: args, references }));
  }

  /** Never rejects: whatever happens is the outcome of the call. */
  async #endLater(call: Incoming, answer: Promise<unknown>, since: number): Promise<void> {
    let outcome: WireOutcome;
    try {
      const value = await answer;
      outcome =
        call.chunk === undefined ? { type: 'value', value } : encodeChunk(value as Parameters<typeof encodeChunk>[0]);
    } catch (error) {
      outcome = encodeFailure(error);
    }
    this.#contexts.delete(call.id);
    this.#end(call, since, outcome);
    this.#pump();
  }

  /** @returns when it ended */
  #end({ id, name }: Incoming, since: number, outcome: WireOutcome): number {
    this.#running -= 1;
    const now = performance.now();
    const ms = now - since < worthTelling ? undefined : now - since;
    // In the order in which things were said: a call that it submitted, say, is there first.
    if (this.#outbox.isEmpty && this.#tell(id, outcome, ms)) {
      return now;
    }
    this.#outbox.add({
      message: () => ({ type: 'outcome', id, outcome, ms }),
      refused: (refusal) => ({
        type: 'outcome',
        id,
        outcome: onDemand().whatCanCross(outcome, name, refusal, this.#channel.whyNot),
        ms,
      }),
      refusedAgain: (refusal) => ({ type: 'outcome', id, outcome: onDemand().refuse(undefined, name, refusal), ms }),
    });
    return now;
  }

  /** At once; `false` if it cannot be cloned. */
  #tell(id: number, outcome: WireOutcome, ms: number | undefined): boolean {
    try {
      if (outcome.type === 'value' && this.#channel.postResult !== undefined) {
        this.#channel.postResult(id, outcome.value, ms);
      } else {
        this.#channel.post([{ type: 'outcome', id, outcome, ms } satisfies ToPool]);
      }
      return true;
    } catch {
      return false;
    }
  }
}

function nothing(): void {}
