import { describe } from '@heddle/queue/waiting';
import { checkObject, type WorkerPoolOptions } from '@heddle/transport';
import type { ForkOptions } from './process-channel.ts';

export interface ProcessPoolOptions extends WorkerPoolOptions {
  /** Options of Node.js for each worker; by default those of this process. */
  execArgv?: readonly string[] | undefined;
  /** The environment of each worker; by default that of this process. */
  env?: NodeJS.ProcessEnv | undefined;
}

/** @throws {TypeError} an option is none; names it, and what was got */
export function checkForkOptions({ execArgv, env }: ProcessPoolOptions): ForkOptions {
  if (execArgv !== undefined && !(Array.isArray(execArgv) && execArgv.every((each) => typeof each === 'string'))) {
    throw new TypeError(`Expected execArgv to be an array of strings, got ${describe(execArgv)}`);
  }
  if (env !== undefined) {
    checkObject('env', env);
  }
  return { execArgv: execArgv === undefined ? undefined : [...execArgv], env };
}
