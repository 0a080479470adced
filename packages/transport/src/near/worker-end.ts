import type { WorkerEnd } from '../channel.ts';
import { messageOf } from '../values/arguments.ts';

/** How a worker ended, for people. */
export function describeEnd(where: string, { exitCode, signal, error }: WorkerEnd, wasReplaced: boolean): string {
  if (wasReplaced) {
    return `${where} was replaced to stop another task`;
  }
  if (error !== undefined) {
    return `${where} failed with ${messageOf(error)}`;
  }
  return signal === null ? `${where} exited with code ${exitCode}` : `${where} was killed by ${signal}`;
}
