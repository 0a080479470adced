import type { WorkerEnd } from '../channel.ts';
import { messageOf } from '../values/arguments.ts';

/** How a worker ended, for people. */
export function describeEnd(where: string, { exitCode, signal, uncaught }: WorkerEnd, wasReplaced: boolean): string {
  if (wasReplaced) {
    return `${where} was replaced to stop another task`;
  }
  const how = signal === null ? `exited with code ${exitCode}` : `was killed by ${signal}`;
  return uncaught === undefined
    ? `${where} ${how}`
    : `${where} ${how} after an error that nothing caught: ${messageOf(uncaught.error)}`;
}

export function causeOf({ uncaught }: WorkerEnd): ErrorOptions {
  return uncaught === undefined ? {} : { cause: uncaught.error };
}

/** Whether Ctrl-C or the end of the terminal ended it: a process that has only just started does not ignore them yet, and that is no accident. */
export function wasInterrupted({ signal }: WorkerEnd): boolean {
  return signal === 'SIGINT' || signal === 'SIGHUP';
}
