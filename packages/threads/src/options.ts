import { describe } from '@heddle/queue/waiting';
import { checkObject, type WorkerPoolOptions } from '@heddle/transport';
import type { Piscina } from 'piscina';

type PiscinaOptions = NonNullable<ConstructorParameters<typeof Piscina>[0]>;

/** What of piscina is the executor's own: it has the queue, and decides which thread runs what. */
const owned = [
  'atomics',
  'concurrentTasksPerWorker',
  'filename',
  'idleTimeout',
  'loadBalancer',
  'maxQueue',
  'maxThreads',
  'minThreads',
  'name',
  'recordTiming',
  'stricterFIFO',
  'taskQueue',
  'workerHistogram',
] as const;

/** The options of piscina that start a thread: `env`, `argv`, `execArgv`, `workerData`, `niceIncrement`, `resourceLimits`, … */
export type EngineOptions = Omit<PiscinaOptions, (typeof owned)[number]>;

export interface ThreadPoolOptions extends WorkerPoolOptions {
  /** Memory that each thread may use. */
  resourceLimits?: EngineOptions['resourceLimits'] | undefined;
  /** The engine's own options. */
  piscina?: EngineOptions | undefined;
}

/** @throws {TypeError} an option is none; names it, and what was got */
export function checkEngineOptions({ resourceLimits, piscina = {} }: ThreadPoolOptions): EngineOptions {
  checkObject('piscina', piscina);
  for (const key of owned) {
    if (key in piscina) {
      throw new TypeError(
        `Expected piscina to leave ${key} to the executor, got ${describe((piscina as Record<string, unknown>)[key])}`,
      );
    }
  }
  if (resourceLimits === undefined) {
    return piscina;
  }
  checkObject('resourceLimits', resourceLimits);
  return { ...piscina, resourceLimits };
}
