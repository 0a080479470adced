import { Worker } from 'node:worker_threads';
import type { QueueLike, QueueStats, WaitOptions } from '../../src/index.ts';
import { SharedQueue, type SharedQueueOptions } from '../../src/shared/index.ts';
import { checkWaitOptions } from '../../src/waiting/index.ts';

export interface Question {
  id: number;
  queue: number;
  method: 'put' | 'putNowait' | 'taskDone' | 'shutdown' | 'nothing';
  args: unknown[];
  timeout: number | undefined;
}

export interface Answer {
  id: number;
  error: 'aborted' | { name: string; code: string; message: string } | undefined;
}

/** The other thread: what it was asked, and has not yet answered. */
class Far {
  readonly #worker = new Worker(new URL('./fixtures/split-worker.ts', import.meta.url));
  readonly #pending = new Map<number, PromiseWithResolvers<void>>();
  #last = 0;

  constructor() {
    this.#worker.unref();
    this.#worker.on('message', ({ id, error }: Answer) => {
      const call = this.#pending.get(id);
      this.#pending.delete(id);
      if (error === undefined) {
        call?.resolve();
      } else {
        call?.reject(error === 'aborted' ? error : Object.assign(new Error(error.message), error));
      }
    });
  }

  post(message: unknown): void {
    this.#worker.postMessage(message, []);
  }

  ask(question: Omit<Question, 'id'>): { id: number; answer: Promise<void> } {
    this.#last += 1;
    const call = Promise.withResolvers<void>();
    this.#pending.set(this.#last, call);
    this.post({ ...question, id: this.#last });
    return { id: this.#last, answer: call.promise };
  }
}

let far: Far | undefined;
const queues: SplitQueue<any>[] = [];

/** A shared queue whose items are put in, acknowledged and shut out on another thread, and taken and joined on this one. */
export class SplitQueue<T> implements QueueLike<T> {
  readonly #near: SharedQueue<T>;
  readonly #index: number;
  readonly #far = (far ??= new Far());

  constructor(options: SharedQueueOptions<T>) {
    this.#near = new SharedQueue(options);
    this.#index = queues.push(this) - 1;
    this.#far.post({ attach: this.#index, handle: this.#near.handle });
  }

  async qsize(): Promise<number> {
    return this.#near.qsize();
  }

  async empty(): Promise<boolean> {
    return this.#near.empty();
  }

  async full(): Promise<boolean> {
    return this.#near.full();
  }

  async stats(): Promise<QueueStats> {
    return this.#near.stats();
  }

  get(options?: WaitOptions): Promise<T> {
    return looked(this.#near.get(options));
  }

  /** What was asked of the other thread before comes first. */
  async getNowait(): Promise<T> {
    await this.#do('nothing');
    const item = this.#near.getNowait();
    await this.agreed();
    return item;
  }

  join(options?: WaitOptions): Promise<void> {
    return this.#near.join(options);
  }

  put(item: T, options?: WaitOptions): Promise<void> {
    return looked(this.#put(item, options));
  }

  async #put(item: T, options?: WaitOptions): Promise<void> {
    const { timeout, signal } = checkWaitOptions(options);
    signal?.throwIfAborted();
    const { id, answer } = this.#ask('put', [item], timeout);
    const abort = (): void => this.#far.post({ abort: id });
    signal?.addEventListener('abort', abort);
    try {
      await answer;
    } catch (error) {
      throw error === 'aborted' ? signal?.reason : error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
    await this.agreed();
  }

  putNowait(item: T): Promise<void> {
    return this.#do('putNowait', item);
  }

  taskDone(): Promise<void> {
    return this.#do('taskDone');
  }

  shutdown(options?: { immediate?: boolean }): Promise<void> {
    return this.#do('shutdown', options);
  }

  [Symbol.asyncIterator](): AsyncIterator<T> {
    return this.#near[Symbol.asyncIterator]();
  }

  /** Until nobody waits for what is there: the other thread, or this one, was called and did not look yet. */
  async agreed(): Promise<void> {
    for (;;) {
      const { size, waitingGets, waitingPuts, isShutDown } = this.#near.stats();
      const more = (size > 0 || isShutDown) && waitingGets > 0;
      if (!more && !((!this.#near.full() || isShutDown) && waitingPuts > 0)) {
        return;
      }
      await new Promise(setImmediate);
    }
  }

  /** Until everything that the other thread was asked is answered or waits. */
  asked(): Promise<void> {
    return this.#do('nothing');
  }

  async #do(method: Question['method'], ...args: unknown[]): Promise<void> {
    await this.#ask(method, args, undefined).answer;
    await this.agreed();
  }

  #ask(
    method: Question['method'],
    args: unknown[],
    timeout: number | undefined,
  ): { id: number; answer: Promise<void> } {
    return this.#far.ask({ queue: this.#index, method, args, timeout });
  }
}

/** A failure comes turns away from its cause, and perhaps before the test looks. */
function looked<P extends Promise<unknown>>(promise: P): P {
  promise.catch(() => {});
  return promise;
}

/** Until every question was answered or waits, and both threads have looked at every queue. */
export async function settle(): Promise<void> {
  const last = queues.slice(-2); // a test makes no more
  await Promise.all(last.map((queue) => queue.asked()));
  // Who was served over there as both agreed has told of it before it answers this.
  await Promise.all(last.map((queue) => queue.asked()));
  await new Promise(setImmediate);
}
