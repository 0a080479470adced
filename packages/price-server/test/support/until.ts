import { setImmediate } from 'node:timers/promises';

/** Waits for a state that is to come, turn by turn of the event loop; the test's own timeout is the limit. */
export async function until(state: () => boolean): Promise<void> {
  while (!state()) await setImmediate();
}
