import type { Claims, FarClaims } from './claims.ts';
import type { ToPool, ToWorker, WireResult } from './messages.ts';
import type { WhyNot } from './values/arguments.ts';
import type { BriefCall } from './values/brief-call.ts';

/** How a worker ended, as its engine tells it. */
export interface WorkerEnd {
  readonly exitCode: number | null;
  /** The signal that killed a process. */
  readonly signal: string | null;
  /** What it could not catch, where the engine knows; boxed, since anything can be thrown. */
  readonly uncaught: { readonly error: unknown } | undefined;
}

/** What the pool's side of a channel calls. */
export interface ChannelListener {
  messages(messages: readonly ToPool[]): void;
  /** A call has returned. */
  result(this: void, ...result: WireResult): void;
  /** All that has come so far was told. */
  drained(): void;
  /** The worker is no more: called once, after its last message. */
  ended(end: WorkerEnd): void;
}

/** The pool's way to one worker, over whatever the engine has. It never holds the program open unless it is asked to. */
export interface WorkerChannel {
  /** For people: `worker thread 3`. */
  readonly where: string;
  /** By which a call that was sent can be taken back. Without them a worker is sent nothing that it cannot begin at once. */
  readonly claims?: Claims | undefined;
  listen(listener: ChannelListener): void;
  /** @throws {unknown} the message cannot be cloned; nothing was sent */
  post(message: ToWorker | BriefCall, transfer?: readonly unknown[]): void;
  /** Why it cannot carry a value, where it carries less than a structured clone does. */
  readonly whyNot?: WhyNot;
  /** Holds the program open until the worker has ended. */
  ref(): void;
  /** Lets a worker that has said `closed` go: it ends by itself. */
  release(): void;
  /** Ends the worker now, whatever it does; `force` leaves it no chance to notice. */
  terminate(force: boolean): void;
}

/** A worker's way to its pool. */
export interface PoolChannel {
  readonly where: string;
  listen(listener: (message: ToWorker | BriefCall) => void): void;
  /** @throws {unknown} the messages cannot be cloned; nothing was sent */
  post(messages: readonly ToPool[], transfer?: readonly unknown[]): void;
  /** A short way for a call that has returned: without it, that is a message like others. @throws {unknown} the value cannot be cloned; nothing was sent */
  postResult?(...result: WireResult): void;
  readonly claims?: FarClaims | undefined;
  /** The last call that came has ended, and there is none to begin. */
  idle?(): void;
  readonly whyNot?: WhyNot;
}
