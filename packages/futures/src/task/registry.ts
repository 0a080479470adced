import type { TaskReference } from './task.ts';

type AnyFunction = (...args: never[]) => unknown;

interface Registered {
  readonly fn: AnyFunction;
  /** What `task` was given as its module: a module that is evaluated anew has an `import.meta` of its own. */
  readonly origin: unknown;
}

const TASKS = Symbol.for('heddle.tasks');

/** On `globalThis`: where two copies of this package are loaded, what the one registers the other must find. */
const tasks: Map<string, Registered> = ((globalThis as Record<symbol, unknown>)[TASKS] ??= new Map()) as Map<
  string,
  Registered
>;

export function registerTask({ module, name }: TaskReference, origin: unknown, fn: AnyFunction): void {
  const key = keyOf(module, name);
  const other = tasks.get(key);
  const isEvaluatedAnew = typeof origin === 'object' && typeof other?.origin === 'object' && origin !== other.origin;
  if (other !== undefined && !isEvaluatedAnew) {
    throw new TypeError(
      `Expected each task of a module to have a name of its own, got a second ${JSON.stringify(name)} in ${module}: give one of them { name }`,
    );
  }
  tasks.set(key, { fn, origin });
}

/** The task that `module` registered as `name`, `undefined` where it did not (or was not imported yet). */
export function findTask(module: string, name: string): AnyFunction | undefined {
  return tasks.get(keyOf(module, name))?.fn;
}

let last = { module: '', name: '', key: '#' };

/** A worker mostly makes calls of one task: it need not be spelled each time. */
function keyOf(module: string, name: string): string {
  if (module !== last.module || name !== last.name) {
    last = { module, name, key: `${module}#${name}` };
  }
  return last.key;
}
