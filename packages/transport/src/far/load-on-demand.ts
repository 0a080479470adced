import { outside } from '@heddle/futures/task/parts';
import type * as onDemandModule from './on-demand.ts';

let loaded: typeof onDemandModule | undefined;

/** Loads, the first time, what a worker does without until then. At once: a task that asks for its executor does not wait, nor does one that throws. */
export function onDemand(): typeof onDemandModule {
  loaded ??= outside.runInAsyncScope(load);
  return loaded;
}

function load(): typeof onDemandModule {
  const { createRequire } = process.getBuiltinModule('node:module');
  return createRequire(import.meta.url)('@heddle/transport/on-demand') as typeof onDemandModule;
}
