import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type WorkerChannel, WorkerPoolExecutor } from '@heddle/transport';
import { checkEngineOptions, type EngineOptions, type ThreadPoolOptions } from './options.ts';
import { ThreadChannel } from './thread-channel.ts';

const workerFile = fileURLToPath(new URL(`./worker${extname(import.meta.filename)}`, import.meta.url));

/**
 * Runs tasks on worker threads, of piscina: for work that needs a processor.
 *
 * @example
 * await using executor = new ThreadPoolExecutor({ maxWorkers: 4 });
 * const total = await executor.submit(sum, numbers);
 * @see https://docs.python.org/3/library/concurrent.futures.html#threadpoolexecutor
 */
export class ThreadPoolExecutor extends WorkerPoolExecutor {
  readonly #engine: EngineOptions;

  constructor(options: ThreadPoolOptions = {}) {
    super(options);
    this.#engine = checkEngineOptions(options);
  }

  protected override spawn(): WorkerChannel {
    return new ThreadChannel(workerFile, this.#engine);
  }
}
