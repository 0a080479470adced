import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type WorkerChannel, WorkerPoolExecutor } from '@heddle/transport';
import { checkForkOptions, type ProcessPoolOptions } from './options.ts';
import { type ForkOptions, ProcessChannel } from './process-channel.ts';

const workerFile = fileURLToPath(new URL(`./worker${extname(import.meta.filename)}`, import.meta.url));

/**
 * Runs tasks on processes of their own: for work that may crash or leak, or needs other options of Node.js.
 *
 * @example
 * await using executor = new ProcessPoolExecutor({ maxWorkers: 4 });
 * const total = await executor.submit(sum, numbers);
 * @see https://docs.python.org/3/library/concurrent.futures.html#processpoolexecutor
 */
export class ProcessPoolExecutor extends WorkerPoolExecutor {
  readonly #fork: ForkOptions;

  constructor(options: ProcessPoolOptions = {}) {
    super(options);
    this.#fork = checkForkOptions(options);
  }

  protected override spawn(): WorkerChannel {
    return new ProcessChannel(workerFile, this.#fork);
  }
}
