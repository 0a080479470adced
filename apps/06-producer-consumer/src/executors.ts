import { availableParallelism } from 'node:os';
import type { ExecutorName } from '@heddle-apps/shared';
import { EventLoopExecutor, type Executor, ProcessPoolExecutor, task, ThreadPoolExecutor } from 'heddle';

/** An executor with room for `tasks` at once. They mostly wait, so a worker takes several; its workers have started. */
export async function startExecutor(name: ExecutorName, tasks: number): Promise<Executor> {
  if (name === 'event-loop') {
    return new EventLoopExecutor({ maxWorkers: tasks });
  }
  const maxWorkers = Math.min(availableParallelism(), 8, tasks);
  const options = { maxWorkers, tasksPerWorker: Math.ceil(tasks / maxWorkers) };
  const executor = name === 'threads' ? new ThreadPoolExecutor(options) : new ProcessPoolExecutor(options);
  // A worker takes a moment to start, and the lesson's half second is meant for its producer alone.
  await Promise.all(Array.from({ length: tasks }, () => executor.submit(beReady)));
  return executor;
}

const beReady = task(import.meta, function beReady(): void {});
