import { describe } from '@heddle/queue/values';
import { registerTask } from './registry.ts';

const TASK: unique symbol = Symbol.for('heddle.task');

/** Where another thread, process or machine finds a task. */
export interface TaskReference {
  /** The URL of the module that registers it. */
  readonly module: string;
  /** Its name there. */
  readonly name: string;
}

/** What `task` adds to a function. */
export interface TaskInfo {
  readonly [TASK]: TaskReference;
}

export interface TaskOptions {
  /** Instead of the function's own name. */
  name?: string;
}

/**
 * Makes a function one that another thread, process or machine can find: it also knows its module and its name. It stays callable as before.
 *
 * Importing the module registers it, so call this at the top level of a module.
 *
 * @param module - `import.meta` of the module, or its URL
 * @throws {TypeError} the function has no name, or its module has a task of that name
 * @example
 * export const double = task(import.meta, function double(n: number) {
 *   return 2 * n;
 * });
 */
export function task<F extends (...args: never[]) => unknown>(
  module: ImportMeta | string | URL,
  fn: F,
  options: TaskOptions = {},
): F & TaskInfo {
  if (typeof fn !== 'function') {
    throw new TypeError(`Expected fn to be a function, got ${describe(fn)}`);
  }
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`Expected options to be an object, got ${describe(options)}`);
  }
  const name: unknown = options.name ?? fn.name;
  if (typeof name !== 'string' || name === '') {
    throw new TypeError(
      'Expected the function of a task to have a name, got one without: write task(import.meta, function double(n) { … }), or give { name }',
    );
  }
  const reference: TaskReference = Object.freeze({ module: moduleUrl(module), name });
  registerTask(reference, module, fn);
  return Object.defineProperty(fn, TASK, { value: reference, configurable: true }) as F & TaskInfo;
}

/** Where to find `fn`, `undefined` if it is a plain function. */
export function taskInfo(fn: unknown): TaskReference | undefined {
  return typeof fn === 'function' ? (fn as Partial<TaskInfo>)[TASK] : undefined;
}

function moduleUrl(module: unknown): string {
  const url =
    typeof module === 'object' && module !== null && !(module instanceof URL)
      ? (module as { url?: unknown }).url
      : module;
  try {
    return new URL(url as string | URL).href;
  } catch {
    throw new TypeError(`Expected module to be import.meta or the URL of a module, got ${describe(module)}`);
  }
}
