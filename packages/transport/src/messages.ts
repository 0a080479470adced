import type { TaskReference } from '@heddle/futures';
import type { WireThrown } from './errors/wire-error.ts';
import type { WireOutcome } from './values/outcome.ts';
import type { WireArguments } from './values/arguments.ts';

/** One call of a task, or several in a row. */
export interface WireCall {
  readonly id: number;
  readonly task: TaskReference;
  readonly args: WireArguments | undefined;
  /** Instead of `args`: one list for each call. */
  readonly chunk: { readonly settled: boolean; readonly lists: readonly WireArguments[] } | undefined;
  /** What `currentTask()` answers. */
  readonly name: string;
  readonly attempt: number;
}

/** A call that a task makes on its own executor. */
export interface WireSubmit extends WireCall {
  readonly priority: number;
  readonly transfer: readonly unknown[] | undefined;
}

/** What a worker needs to know of its pool. */
export interface WireSetup {
  readonly maxWorkers: number;
  readonly graceMs: number;
  readonly initializer: TaskReference | undefined;
  readonly finalizer: TaskReference | undefined;
  readonly initArgs: WireArguments;
}

/** What the pool says to a worker. */
export type ToWorker =
  | { readonly type: 'setup'; readonly setup: WireSetup }
  | { readonly type: 'calls'; readonly calls: readonly WireCall[] }
  /** The task of this call is to stop. */
  | { readonly type: 'stop'; readonly call: number; readonly reason: WireThrown }
  /** A call that a task here submitted begins, or has ended. */
  | { readonly type: 'started'; readonly id: number }
  | { readonly type: 'outcome'; readonly id: number; readonly outcome: WireOutcome }
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
  | { readonly type: 'outcome'; readonly id: number; readonly outcome: WireOutcome }
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
  | { readonly type: 'closed' };
