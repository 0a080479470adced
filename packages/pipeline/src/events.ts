import { describe } from '@heddle/queue/waiting';
import type { RunStats } from './stats.ts';

/** What each event of a run tells; `at` is in milliseconds since the run started, `stage` counts from 0, `attempt` from 1. */
export interface RunEvents {
  /** The source gave an item. */
  produced: { item: unknown; at: number };
  /** A worker took the item in hand: its first try begins. */
  started: { stage: number; item: unknown; attempt: number; at: number };
  /** Another try begins; `error` is what ended the one before. */
  retried: { stage: number; item: unknown; attempt: number; error: unknown; at: number };
  /** A try succeeded. */
  done: { stage: number; item: unknown; value: unknown; attempt: number; at: number };
  /** The last try failed. */
  failed: { stage: number; item: unknown; error: unknown; attempt: number; at: number };
  /** The run has ended; `outcome` says whether with an error. */
  finished: { outcome: { ok: true } | { ok: false; error: unknown }; stats: RunStats; at: number };
}

export type RunEventName = keyof RunEvents;

/** Told of an event as it happens, synchronously. */
export type RunListener<E extends RunEventName> = (event: RunEvents[E]) => void;

const names: readonly unknown[] = [
  'produced',
  'started',
  'retried',
  'done',
  'failed',
  'finished',
] satisfies RunEventName[];

/** Who listens to a run. What a listener throws reaches no other and goes to `process.emitWarning`. */
export class Listeners {
  readonly #sets: { [E in RunEventName]?: Set<{ call: RunListener<E> }> } = {};

  /** @returns what removes it; calling that again does nothing */
  on<E extends RunEventName>(name: E, fn: RunListener<E>): () => void {
    if (!names.includes(name)) {
      throw new TypeError(`Expected the event to be one of ${names.join(', ')}, got ${describe(name)}`);
    }
    if (typeof fn !== 'function') {
      throw new TypeError(`Expected the listener to be a function, got ${describe(fn)}`);
    }
    const listeners = this.#of(name) ?? this.#create(name);
    // Wrapped, so that the same function may be added twice.
    const listener = { call: fn };
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  emit<E extends RunEventName>(name: E, event: RunEvents[E]): void {
    const listeners = this.#of(name);
    if (listeners === undefined) {
      return;
    }
    for (const listener of listeners) {
      try {
        listener.call(event);
      } catch (error) {
        process.emitWarning(`A listener for '${name}' of a run threw: ${messageOf(error)}`, 'HeddleWarning');
      }
    }
  }

  #of<E extends RunEventName>(name: E): Set<{ call: RunListener<E> }> | undefined {
    return this.#sets[name];
  }

  #create<E extends RunEventName>(name: E): Set<{ call: RunListener<E> }> {
    const listeners = new Set<{ call: RunListener<E> }>();
    Object.assign(this.#sets, { [name]: listeners });
    return listeners;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : describe(error);
}
