import {
  type QueueLike,
  type QueueStats,
  SimpleQueue,
  type SimpleQueueLike,
  Queue,
  type WaitOptions,
} from '@heddle/queue';
import { decodeThrown, type WorkerPoolExecutor } from '@heddle/transport';
import { type Answer, type Command, operate, type WireSignal } from './fixtures/operate.ts';

type Unnumbered<C> = C extends { id: number } ? Omit<C, 'id'> : never;

/** A queue of this thread, of which everything is asked by a task that runs on a worker of `pool`. */
export class OperatedQueue<T> implements QueueLike<T> {
  readonly #commands = new Queue<Command>();
  readonly #answers = new SimpleQueue<Answer>();
  readonly #pending = new Map<number, PromiseWithResolvers<unknown> & { signal: AbortSignal | undefined }>();
  readonly #signals = new Map<AbortSignal, number>();
  #last = 0;

  /** @param queue - kept by the task, and by nobody here */
  constructor(pool: WorkerPoolExecutor, queue: SimpleQueueLike<T>) {
    pool
      .with({ name: 'operate' })
      .submit(operate, queue as QueueLike<T>, this.#commands, this.#answers)
      .catch(() => {});
    void this.#listen();
  }

  /** Ends the task. */
  close(): void {
    this.#commands.shutdown();
  }

  settle(): Promise<unknown> {
    return this.#ask({ type: 'settle' });
  }

  qsize(): Promise<number> {
    return this.#ask({ type: 'call', method: 'qsize', args: [] }) as Promise<number>;
  }

  empty(): Promise<boolean> {
    return this.#ask({ type: 'call', method: 'empty', args: [] }) as Promise<boolean>;
  }

  full(): Promise<boolean> {
    return this.#ask({ type: 'call', method: 'full', args: [] }) as Promise<boolean>;
  }

  stats(): Promise<QueueStats> {
    return this.#ask({ type: 'call', method: 'stats', args: [] }) as Promise<QueueStats>;
  }

  getNowait(): Promise<T> {
    return this.#ask({ type: 'call', method: 'getNowait', args: [] }) as Promise<T>;
  }

  putNowait(item: T): Promise<void> {
    return this.#ask({ type: 'call', method: 'putNowait', args: [item] }) as Promise<void>;
  }

  taskDone(): Promise<void> {
    return this.#ask({ type: 'call', method: 'taskDone', args: [] }) as Promise<void>;
  }

  shutdown(options?: { immediate?: boolean | undefined }): Promise<void> {
    return this.#ask({ type: 'call', method: 'shutdown', args: [options] }) as Promise<void>;
  }

  put(item: T, options?: WaitOptions): Promise<void> {
    return this.#wait('put', [item], options) as Promise<void>;
  }

  get(options?: WaitOptions): Promise<T> {
    return this.#wait('get', [], options) as Promise<T>;
  }

  join(options?: WaitOptions): Promise<void> {
    return this.#wait('join', [], options) as Promise<void>;
  }

  [Symbol.asyncIterator](): AsyncIterator<T> {
    this.#last += 1;
    const iterator = this.#last;
    return {
      next: () => this.#ask({ type: 'next', iterator }) as Promise<IteratorResult<T>>,
      return: () => this.#ask({ type: 'return', iterator }) as Promise<IteratorResult<T>>,
    };
  }

  #wait(method: 'put' | 'get' | 'join', args: readonly unknown[], options: WaitOptions | undefined): Promise<unknown> {
    if (typeof options !== 'object' || options === null || options.signal === undefined) {
      return this.#ask({ type: 'call', method, args: [...args, options] });
    }
    const { signal, ...rest } = options;
    return this.#ask(
      { type: 'wait', method, args, options: rest, signal: this.#wireSignal(signal) },
      signal instanceof AbortSignal ? signal : undefined,
    );
  }

  #wireSignal(signal: unknown): WireSignal {
    if (signal instanceof AbortController) {
      return 'controller';
    }
    if (!(signal instanceof AbortSignal)) {
      return { wrong: signal };
    }
    let id = this.#signals.get(signal);
    if (id === undefined) {
      this.#last += 1;
      id = this.#last;
      this.#signals.set(signal, id);
      const command = { type: 'abort', signal: id } as const;
      signal.addEventListener('abort', () => void this.#ask(command));
    }
    return { id, aborted: signal.aborted };
  }

  #ask(command: Unnumbered<Command>, signal?: AbortSignal): Promise<unknown> {
    this.#last += 1;
    const call = { ...Promise.withResolvers<unknown>(), signal };
    this.#pending.set(this.#last, call);
    this.#commands.putNowait({ ...command, id: this.#last });
    call.promise.catch(() => {}); // it may come before the test looks
    return call.promise;
  }

  async #listen(): Promise<void> {
    for (;;) {
      this.#settle(await this.#answers.get());
    }
  }

  #settle(answer: Answer): void {
    const call = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (answer.type === 'value') {
      call?.resolve(answer.value);
    } else {
      call?.reject(answer.type === 'aborted' ? call.signal?.reason : decodeThrown(answer.thrown, 'the worker'));
    }
  }
}
