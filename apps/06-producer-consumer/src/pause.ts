import { setTimeout as sleep } from 'node:timers/promises';
import { currentTask } from 'heddle';

/** Python's `time.sleep`, for a task: it ends early when the task is aborted. */
export async function pause(ms: number): Promise<void> {
  await sleep(ms, undefined, { signal: currentTask()?.signal });
}
