import type { TaskReference } from './task.ts';

type AnyFunction = (...args: never[]) => unknown;

interface Registered {
  readonly fn: AnyFunction;
  /** What `task` was given as its module: a module that is evaluated anew has an `import.meta` of its own. */
  readonly origin: unknown;
}

const TASKS = Symbol.for('heddle.tasks');

/** By module and name. On `globalThis`: where two copies of this package are loaded, what the one registers the other must find. */
const tasks: Map<string, Map<string, Registered>> = ((globalThis as Record<symbol, unknown>)[TASKS] ??=
  new Map()) as Map<string, Map<string, Registered>>;

export function registerTask({ module, name }: TaskReference, origin: unknown, fn: AnyFunction): void {
  const ofModule = tasks.get(module) ?? new Map<string, Registered>();
  const other = ofModule.get(name);
  const isEvaluatedAnew = typeof origin === 'object' && typeof other?.origin === 'object' && origin !== other.origin;
  if (other !== undefined && !isEvaluatedAnew) {
    throw new TypeError(
      `Expected each task of a module to have a name of its own, got a second ${JSON.stringify(name)} in ${module}: give one of them { name }`,
    );
  }
  ofModule.set(name, { fn, origin });
  tasks.set(module, ofModule);
}

/** The task that `module` registered as `name`, `undefined` where it did not (or was not imported yet). */
export function findTask(module: string, name: string): AnyFunction | undefined {
  return tasks.get(module)?.get(name)?.fn;
}
