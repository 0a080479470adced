import type { WireOutcome } from './outcome.ts';

/** A queue as it crosses: by reference. */
export interface WireQueue {
  /** One number for each queue of the thread that it lives on. */
  readonly id: number;
  /** A `SimpleQueue` has fewer methods. */
  readonly type: 'queue' | 'simple';
  readonly maxSize: number;
  /** Its class, for people. */
  readonly className: string;
}

/** What a worker asks of a queue. */
export type QueueQuestion =
  | { readonly method: 'get' | 'join'; readonly timeout: number | undefined }
  | { readonly method: 'put'; readonly item: unknown; readonly timeout: number | undefined }
  | { readonly method: 'putNowait' | 'giveBack'; readonly item: unknown }
  | { readonly method: 'getNowait' | 'taskDone' | 'qsize' | 'empty' | 'full' | 'stats' }
  | { readonly method: 'shutdown'; readonly immediate: boolean };

/** One question, under the number that its answer bears. */
export interface WireQueueCall {
  readonly id: number;
  readonly queue: number;
  readonly question: QueueQuestion;
}

export interface WireQueueAnswer {
  readonly id: number;
  readonly outcome: WireOutcome;
}

/** Whether the answer is an item, which must not get lost on its way. */
export function takesItem({ method }: QueueQuestion): boolean {
  return method === 'get' || method === 'getNowait';
}
