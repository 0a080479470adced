import { workerData } from 'node:worker_threads';
import echo from './echo.ts';

/** Waits until the first word is 1, answers in the second, and sets the first to 2. */
const words = workerData as Int32Array;
for (;;) {
  Atomics.wait(words, 0, 0);
  Atomics.wait(words, 0, 2);
  words[1] = echo(words[1] ?? -1);
  Atomics.store(words, 0, 2);
  Atomics.notify(words, 0);
}
