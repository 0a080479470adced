import { peek } from '../future.ts';
import type { Submission } from './submission.ts';

/** What each event of `heddle:task` says. */
interface AboutTask {
  /** The submission: a number, unique in this thread. */
  readonly id: number;
  /** The submission whose task submitted this one; `undefined` for what no task submitted, or a task whose events are published in another thread. */
  readonly parent: number | undefined;
  /** As `currentTask().name`. */
  readonly name: string;
  /** The class of the executor. */
  readonly executor: string;
  /** The executor itself: a number, unique in this thread. */
  readonly pool: number;
  /** Calls that it makes: 1, or as many as the chunk of a map holds. */
  readonly calls: number;
  /** Milliseconds since the epoch, with fractions; never goes back. */
  readonly time: number;
}

/** It was submitted. Published in the context of its submitter, before that is captured: what `channel.bindStore` puts there the task finds. */
export interface TaskSubmitted extends AboutTask {
  readonly event: 'submitted';
}

/** A try of it begins. */
export interface TaskStarted extends AboutTask {
  readonly event: 'started';
  /** Which try, from 1. */
  readonly attempt: number;
}

/** Its future is done; none of its callbacks was called yet. */
export type TaskSettled = AboutTask & { readonly event: 'settled' } & (
    | {
        readonly status: 'fulfilled';
        /** How many calls of a chunk threw all the same. */
        readonly failed: number;
      }
    | { readonly status: 'rejected'; readonly error: unknown }
    | {
        readonly status: 'cancelled';
        /** What `abort` was given. */
        readonly reason: unknown;
      }
  );

/** A message of the `node:diagnostics_channel` named `heddle:task`: each submission is `submitted` once, `started` once a try that begins, and `settled` exactly once. */
export type TaskEvent = TaskSubmitted | TaskStarted | TaskSettled;

interface Channel {
  readonly hasSubscribers: boolean;
  publish(message: TaskEvent): void;
  runStores(message: TaskEvent, fn: () => void): void;
}

interface Host {
  process?: { getBuiltinModule?: (id: 'node:diagnostics_channel') => { channel(name: string): Channel } };
}

// Not an import: there is none in a browser.
const channel = (globalThis as Host).process?.getBuiltinModule?.('node:diagnostics_channel').channel('heddle:task');

/** Whether anybody listens. Where nobody does, this is all that events cost. */
export function isHeard(): boolean {
  return channel?.hasSubscribers === true;
}

/** Has it take along the stores that subscribers have bound to the channel. */
export function publishSubmitted(submission: Submission): void {
  channel?.runStores({ event: 'submitted', ...about(submission) }, () => {
    submission.recapture();
  });
}

export function publishStarted(submission: Submission, attempt: number): void {
  channel?.publish({ event: 'started', ...about(submission), attempt });
}

export function publishSettled(submission: Submission): void {
  channel?.publish({ event: 'settled', ...about(submission), ...ending(submission) });
}

function about({ id, parent, name, calls, scheduler }: Submission): AboutTask {
  const { executor, pool } = scheduler;
  const time = performance.timeOrigin + performance.now();
  return { id, parent, name, executor: executor.constructor.name, pool, calls, time };
}

type Ending =
  | { status: 'fulfilled'; failed: number }
  | { status: 'rejected'; error: unknown }
  | { status: 'cancelled'; reason: unknown };

function ending({ future, chunk }: Submission): Ending {
  const end = peek(future);
  if (end?.ok === true) {
    const outcomes = chunk === undefined ? [] : (end.value as readonly { readonly ok: boolean }[]);
    return { status: 'fulfilled', failed: outcomes.filter(({ ok }) => !ok).length };
  }
  return end?.ok === false ? { status: 'rejected', error: end.error } : { status: 'cancelled', reason: end?.reason };
}
