import { parentPort } from 'node:worker_threads';
import echo from './echo.ts';

/** What comes is a list of numbers; it goes back as a list of what the task made of each. */
parentPort?.on('message', (batch: readonly number[]) => {
  parentPort?.postMessage(batch.map(echo), []);
});
