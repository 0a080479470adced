import type { TaskReference } from '@heddle/futures';
import { findTask, whileImporting } from '@heddle/futures/task/parts';

type AnyFunction = (...args: never[]) => unknown;

/** The modules that are being imported for their tasks. */
const loading = new Map<string, Promise<unknown>>();

/** The task that a reference stands for, if its module was imported. A module that awaits at its top level has registered its tasks before it is through: they are not to run yet. */
export function findLoaded({ module, name }: TaskReference): AnyFunction | undefined {
  return loading.has(module) ? undefined : findTask(module, name);
}

/**
 * The task that a reference stands for; imports its module the first time.
 *
 * @throws {unknown} what importing the module threw
 * @throws {TypeError} the module does not register it
 */
export async function loadTask(reference: TaskReference): Promise<AnyFunction> {
  const { module, name } = reference;
  const known = findLoaded(reference);
  if (known !== undefined) {
    return known;
  }
  await importModule(module);
  const fn = findTask(module, name);
  if (fn === undefined) {
    throw new TypeError(`Expected ${module} to make a task named ${JSON.stringify(name)} as it is imported, got none`);
  }
  return fn;
}

/** Node.js itself remembers what was imported; those who come meanwhile share the one that is under way. */
async function importModule(module: string): Promise<void> {
  const underWay = loading.get(module);
  if (underWay !== undefined) {
    await underWay;
    return;
  }
  const importing = whileImporting(module, () => import(module));
  loading.set(module, importing);
  try {
    await importing;
  } finally {
    loading.delete(module);
  }
}
