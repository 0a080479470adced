import type { TaskReference } from '@heddle/futures';
import type { Stores } from '@heddle/futures/executor';
import type { WireTerms } from './claims.ts';
import type { WireThrown } from './errors/wire-error.ts';
import type { FlatArguments } from './values/flat-arguments.ts';
import type { WireOutcome } from './values/outcome.ts';
import type { WireArguments, WireRefusal } from './values/arguments.ts';
import type { WireQueueAnswer, WireQueueCall } from './values/wire-queue.ts';

/** One call of a task, or several in a row. */
export interface WireCall {
  readonly id: number;
  readonly task: TaskReference;
  readonly args: WireArguments | undefined;
  /** Instead of `args`: one list for each call, or why it could not cross; or all their arguments, where these are plain. */
  readonly chunk: WireChunk<WireArguments | WireRefusal> | WireFlatChunk | undefined;
  /** What `currentTask()` answers. */
  readonly name: string;
  readonly attempt: number;
  /** What `propagate` has cross over. */
  readonly stores: Stores | undefined;
  /** The number of the call under which a task of this very worker submitted it. */
  readonly nested?: number | undefined;
}

/** Calls of one task in a row, numbered from `first` on, with nothing about them but their arguments. */
export interface WireBurst extends FlatArguments {
  readonly first: number;
  /** The number under which the worker knows their task, and what that is where it does not yet. */
  readonly fn: number;
  readonly task: TaskReference | undefined;
  /** Where that is not the task's. */
  readonly name: string | undefined;
}

/** A call that has returned, and its value; with the milliseconds that it took, where these are many. */
export type WireResult = readonly [id: number, value: unknown, ms?: number | undefined];

interface WireChunk<L> {
  readonly settled: boolean;
  readonly lists: readonly L[];
}

/** Calls whose arguments are copied, and as many for each. */
export interface WireFlatChunk extends FlatArguments {
  readonly settled: boolean;
}

/** A call that a task makes on its own executor. */
export interface WireSubmit extends WireCall {
  readonly chunk: WireChunk<WireArguments> | undefined;
  /** The call whose task makes it. */
  readonly asker: number | undefined;
  readonly priority: number;
  readonly transfer: readonly unknown[] | undefined;
}

/** What a worker needs to know of its pool. */
export interface WireSetup {
  readonly maxWorkers: number;
  readonly tasksPerWorker: number;
  readonly graceMs: number;
  readonly initializer: TaskReference | undefined;
  readonly finalizer: TaskReference | undefined;
  readonly initArgs: WireArguments;
}

/** What the pool says to a worker. */
export type ToWorker =
  | { readonly type: 'setup'; readonly setup: WireSetup }
  | {
      readonly type: 'calls';
      readonly calls: readonly (WireCall | WireBurst)[];
      readonly terms?: WireTerms | undefined;
    }
  /** The task of this call is to stop. */
  | { readonly type: 'stop'; readonly call: number; readonly reason: WireThrown }
  /** A call that a task here submitted begins, or has ended. */
  | { readonly type: 'started'; readonly id: number }
  | { readonly type: 'outcome'; readonly id: number; readonly outcome: WireOutcome }
  /** What queues answered in one turn. An item among it is the worker's once that has said `queue received`. */
  | { readonly type: 'queue answers'; readonly answers: readonly WireQueueAnswer[] }
  /** The pool takes no more tasks. */
  | { readonly type: 'shut down' }
  /** The shutdown that a task here asked for is through. */
  | { readonly type: 'shutdown done'; readonly id: number }
  /** Nothing is left to do: run the finalizer, say `closed`. */
  | { readonly type: 'close' };

/** What a worker says to its pool. Several of the same turn travel as one list. */
export type ToPool =
  | { readonly type: 'ready' }
  /** The initializer failed. */
  | { readonly type: 'broken'; readonly error: WireThrown }
  | { readonly type: 'outcome'; readonly id: number; readonly outcome: WireOutcome; readonly ms?: number | undefined }
  /** It may not begin this call, nor any that follows it and was sent ahead in this term: also those that are still on their way. */
  | { readonly type: 'not begun'; readonly from: number; readonly term: number }
  | { readonly type: 'submit'; readonly submit: WireSubmit }
  /** The call submitted as `id` is cancelled or aborted. */
  | { readonly type: 'abort'; readonly id: number; readonly reason: WireThrown }
  /** The task of `call` waits for its own executor, perhaps for the call submitted as `nested`; until `take back` of the same `wait`. */
  | { readonly type: 'lend'; readonly call: number; readonly wait: number; readonly nested: number | undefined }
  | { readonly type: 'take back'; readonly wait: number }
  /** The task of `call` shuts its executor down. */
  | {
      readonly type: 'shutdown';
      readonly id: number;
      readonly call: number | undefined;
      readonly cancelFutures: boolean;
    }
  | { readonly type: 'queue call'; readonly call: WireQueueCall }
  /** Nobody waits for the answer to this call any more. */
  | { readonly type: 'queue abort'; readonly call: number }
  /** The items that these calls were answered with are here. */
  | { readonly type: 'queue received'; readonly calls: readonly number[] }
  /** Nobody here has this queue any more, which had come `received` times. */
  | { readonly type: 'queue gone'; readonly queue: number; readonly received: number }
  | { readonly type: 'closed' }
  /** Something was thrown that nothing catches: the worker dies of it. */
  | { readonly type: 'dying'; readonly error: WireThrown };
